import { describe, expect, it } from '@jest/globals';
import type { Organization } from '../../../../core/domain/organization.ts';
import { createCallContext } from '../../../../core/sync/call-context.ts';
import { IntegrationSettingsSchema, limitsOf } from '../../../../core/sync/integration-settings.ts';
import { newOrderSyncs } from '../../../../core/sync/order-syncs.ts';
import { destinationsOf, erpSourceOf, withRouting } from '../../../../core/sync/routing.ts';
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
  const all = { request_types: null, cost_centers: null };
  const request = { type: 'hardware', cost_center: 'CC-IT' } as const;

  it.each<[string, Organization['routes'], string]>([
    ['an enabled ERP', [{ partner: 'sap', ...all }], 'sap_s4hana'],
    ['a partner that is no ERP', [{ partner: 'unknown', ...all }], 'manual'],
    ['a name that every object has', [{ partner: 'constructor', ...all }], 'manual'],
    ['nothing', [], 'manual'],
    ['its request type', [{ partner: 'sap', ...all, request_types: ['service', 'hardware'] }], 'sap_s4hana'],
    ['another request type', [{ partner: 'sap', ...all, request_types: ['service'] }], 'manual'],
    ['its cost center', [{ partner: 'sap', ...all, cost_centers: ['CC-HR', 'CC-IT'] }], 'sap_s4hana'],
    ['another cost center', [{ partner: 'sap', ...all, cost_centers: ['CC-HR'] }], 'manual'],
    [
      'its cost center and another type',
      [{ partner: 'sap', request_types: ['service'], cost_centers: ['CC-IT'] }],
      'manual',
    ],
    [
      'a partner that is no ERP before one',
      [
        { partner: 'x', ...all },
        { partner: 'sap', ...all },
      ],
      'sap_s4hana',
    ],
  ])('with a route of %s is %s', (_, routes, source) => {
    expect(erpSourceOf({ routes }, request)).toBe(source);
  });

  it('has one route per enabled partner, which keeps its place', () => {
    const routes = [
      { partner: 'sap', ...all },
      { partner: 'other', ...all },
    ];
    const narrow = { ...all, cost_centers: ['CC-IT'] };
    expect(withRouting({ routes }, 'sap', narrow)).toEqual([{ partner: 'sap', ...narrow }, routes[1]]);
    expect(withRouting({ routes: [{ partner: 'other', ...all }] }, 'sap', all).map(({ partner }) => partner)).toEqual([
      'other',
      'sap',
    ]);
    expect(withRouting({ routes }, 'sap', undefined)).toEqual([routes[1]]);
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
