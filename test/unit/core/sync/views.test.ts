import { describe, expect, it } from '@jest/globals';
import { viewHealth } from '../../../../core/sync/health-view.ts';
import {
  type IntegrationState,
  NEW_INTEGRATION_STATE,
  paused,
  resumed,
} from '../../../../core/sync/integration-state.ts';
import { attemptFailed, beginAttempt, NO_DOUBT, stepTaken } from '../../../../core/sync/sync-attempts.ts';
import type { SyncRecord } from '../../../../core/sync/sync-record.ts';
import { viewSync } from '../../../../core/sync/sync-view.ts';
import { laptopSync } from '../../support/requests.ts';

const NOW = 1_708_733_200_900;

describe('the health of an integration', () => {
  const view = (state: Partial<IntegrationState>, more: { settings?: unknown; oldestMs?: number } = {}) =>
    viewHealth(
      'sap',
      {
        state: { ...NEW_INTEGRATION_STATE, ...state },
        settings: {},
        backlog: { count: 3, oldestMs: NOW - 61_999 },
        ...more,
      },
      NOW,
    );
  const last_failure = { code: 'sap.http_503', message: 'SAP returned 503: no body.', at: NOW };

  it('has the documented keys', () => {
    expect(view({ in_flight: { a: NOW + 1, lost: NOW }, last_success_at: NOW })).toEqual({
      partner: 'sap',
      status: 'healthy',
      reason: null,
      breaker: 'closed',
      backlog: 3,
      oldest_age_seconds: 61,
      rate_per_second: 20,
      in_flight: 1,
      last_success_at: 1_708_733_200,
    });
  });

  it.each<[string, Partial<IntegrationState>, object]>([
    ['healthy before its first call', {}, { status: 'healthy', reason: null, last_success_at: null }],
    ['healthy after a failure that passed', { last_failure }, { status: 'healthy', reason: null }],
    [
      'degraded by one failure',
      { failures: 1, last_failure },
      { status: 'degraded', breaker: 'closed', reason: last_failure.message },
    ],
    [
      'degraded while its breaker is open',
      { failures: 5, open_until: NOW + 1, last_failure },
      { status: 'degraded', breaker: 'open' },
    ],
    ['degraded while the partner asks for a pause', { open_until: NOW + 1 }, { status: 'degraded', breaker: 'open' }],
    [
      'degraded until its probe',
      { failures: 5, open_until: NOW, last_failure },
      { status: 'degraded', breaker: 'half_open' },
    ],
    [
      'paused',
      paused(NEW_INTEGRATION_STATE, { code: 'sap.unauthorized', message: 'Wrong password' }, NOW),
      { status: 'paused', reason: 'Wrong password' },
    ],
    [
      'degraded after it was resumed',
      resumed(NEW_INTEGRATION_STATE, NOW),
      { status: 'degraded', breaker: 'half_open', reason: 'The next call probes the partner.' },
    ],
  ])('is %s', (_, state, expected) => {
    expect(view(state)).toMatchObject(expected);
  });

  it('is paused without an enabled integration', () => {
    expect(view({}, { settings: undefined })).toMatchObject({ status: 'paused', reason: 'SAP is not enabled.' });
  });

  it.each([
    [{ requests_per_second: 3, base_url: 'https://a' }, 3],
    [{ requests_per_second: 0 }, null],
    [undefined, null],
  ])('has the rate of the settings %j: %j', (settings, rate) => {
    expect(
      viewHealth('sap', { state: NEW_INTEGRATION_STATE, settings, backlog: { count: 0, oldestMs: undefined } }, NOW),
    ).toMatchObject({ rate_per_second: rate, oldest_age_seconds: 0 });
  });
});

describe('a sync record’s view', () => {
  const lease = { owner: 'o', until: NOW + 30_000, inDoubtUntil: NOW };
  const inFlight = beginAttempt(laptopSync, { intent: 'create', revision: 1 }, lease, NOW);
  const synced = stepTaken(inFlight, { kind: 'done', document: { id: '4500012847' } }, NOW);
  const failed = attemptFailed(
    inFlight,
    { state: 'failed', error: { code: 'sap.http_400', message: 'No supplier' }, revision: 1 },
    NO_DOUBT,
    NOW,
  );

  it('has the documented keys, with times in seconds', () => {
    expect(viewSync({ ...failed, next_attempt_at: NOW + 500 })).toEqual({
      sync_job_id: 'sync_8mWqR3nT5vXp',
      partner: 'sap',
      flow: 'order',
      procurement_id: 'proc_9xKpQ2mR4wVbN3',
      purchase_order_id: 'po_2kNpL7mS9wYrQ4',
      status: 'failed',
      attempts: 1,
      partner_document_id: null,
      last_error: { code: 'sap.http_400', message: 'No supplier', at: 1_708_733_200 },
      next_attempt_at: 1_708_733_201,
      created_at: 1_708_733_100,
      updated_at: 1_708_733_200,
    });
  });

  it.each<[string, SyncRecord, string]>([
    ['new', laptopSync, 'pending'],
    ['in flight', inFlight, 'in_flight'],
    ['at a partner that works on it', stepTaken(inFlight, { kind: 'poll', afterMs: 1 }, NOW), 'waiting'],
    ['synced', synced, 'synced'],
    ['synced before a change', { ...synced, wanted_revision: 2 }, 'pending'],
    ['failed before a change', { ...failed, wanted_revision: 2 }, 'pending'],
    ['unknown, with a change', { ...failed, state: 'unknown', wanted_revision: 2 }, 'unknown'],
  ])('of one that is %s has the status it is on its way to', (_, record, status) => {
    expect(viewSync(record).status).toBe(status);
  });
});
