import { createSapPulls } from '../../../../../core/partners/sap/pull/index.ts';
import type { PullEnvironment } from '../../../../../core/pull/pull-environment.ts';
import type { PartnerCall, PartnerReply, partnerServer } from '../../../support/partner-server.ts';
import { NOW_MS, settings } from './support.ts';

export const ORG = 'org_5jHtK4pR8uWn';
export const position = { orgId: ORG, cursor: undefined, since: undefined };

/** SAP's pulls from a server, and what they ask of the hub. */
export function pullsFrom(server: ReturnType<typeof partnerServer>) {
  return (environment: Partial<PullEnvironment> = {}) =>
    createSapPulls({
      loadSettings: async () => ({ ...settings, base_url: server.url() }),
      readSecret: async () => JSON.stringify({ username: 'HUB', password: 'hunter2' }),
      protocols: ['http:'],
      clock: () => NOW_MS,
      costCenters: async () => [{ code: 'CC-IT-EUS', value: 'CCITEUS' }],
      fiscalYear: async () => 2026,
      unsettledOrders: async () => [],
      ownOrders: async (_, numbers) => new Set(numbers.filter((number) => number === 'PO-4500012847')),
      ...environment,
    });
}
export function v2(results: readonly object[], next?: string): PartnerReply {
  return { status: 200, body: { d: { results, ...(next && { __next: next }) } } };
}
export function v4(value: readonly object[]): PartnerReply {
  return { status: 200, body: { value } };
}
/** By the set that a call reads. */
export function replies(bySet: Readonly<Record<string, PartnerReply | undefined>>) {
  return ({ path }: PartnerCall): PartnerReply => bySet[path.split('/').at(-1) ?? ''] ?? v4([]);
}
