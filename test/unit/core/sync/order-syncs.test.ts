import { describe, expect, it } from '@jest/globals';
import { createCallContext } from '../../../../core/sync/call-context.ts';
import { IntegrationSettingsSchema, limitsOf } from '../../../../core/sync/integration-settings.ts';
import { newOrderSyncs } from '../../../../core/sync/order-syncs.ts';
import { destinationsOf, erpSourceOf } from '../../../../core/sync/routing.ts';
import { laptopOrder, laptopSync } from '../../support/requests.ts';

describe('the sync records of a new order', () => {
  it('are one per destination, each with a job of its own', () => {
    let jobs = 0;
    const order = { ...laptopOrder, destinations: ['sap', 'other'] };
    const records = newOrderSyncs(order, () => `sync_${++jobs}`, laptopSync.created_at);
    expect(records).toEqual([
      { ...laptopSync, job_id: 'sync_1' },
      { ...laptopSync, partner: 'other', job_id: 'sync_2' },
    ]);
  });
});

describe('the ERP of an organization', () => {
  const organization = {
    org_id: 'org_1',
    name: 'Example',
    default_approver_id: 'usr_1',
    allow_self_approval: false,
    budget_policy: 'warn' as const,
    fiscal_year_start_month: 1,
  };

  it.each([
    [['sap'], 'sap_s4hana'],
    [['unknown', 'sap'], 'sap_s4hana'],
    [['constructor'], 'manual'],
    [[], 'manual'],
  ])('of the partners %j is %s', (enabled_partners, source) => {
    expect(erpSourceOf({ ...organization, enabled_partners })).toBe(source);
  });

  it('gets the order although it was disabled meanwhile, and a manual one goes nowhere', () => {
    expect(destinationsOf('sap_s4hana')).toEqual(['sap']);
    expect(destinationsOf('manual')).toEqual([]);
  });
});

describe('the settings of every integration', () => {
  it('have defaults, of which limits are made', () => {
    const settings = IntegrationSettingsSchema.parse({});
    expect(settings).toEqual({
      request_timeout_seconds: 10,
      in_doubt_seconds: 600,
      requests_per_second: 20,
      max_in_flight: 4,
    });
    expect(limitsOf(settings)).toEqual({ requestsPerSecond: 20, maxInFlight: 4, inDoubtMs: 600_000 });
  });

  it.each([
    { request_timeout_seconds: 0 },
    { request_timeout_seconds: 11 },
    { in_doubt_seconds: 0 },
    { in_doubt_seconds: 86_401 },
    { requests_per_second: 0 },
    { requests_per_second: 1001 },
    { max_in_flight: 0 },
    { max_in_flight: 51 },
    { max_in_flight: 1.5 },
  ])('are invalid as %j', (settings) => {
    expect(IntegrationSettingsSchema.safeParse(settings).success).toBe(false);
  });
});

describe('the context of an attempt', () => {
  it('tells the time that is left, which does not become negative, and counts requests', () => {
    let now = 1_000;
    const context = createCallContext(1_500, () => now);
    expect(context.remainingMs()).toBe(500);
    now = 2_000;
    expect(context.remainingMs()).toBe(0);
    context.countRequest();
    context.countRequest();
    expect(context.requests).toBe(2);
  });

  it('has a signal that aborts at its end, at once when that is past', async () => {
    const { signal } = createCallContext(0, () => 1_000);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });
});
