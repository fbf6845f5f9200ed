import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import type { HubFile } from '../../local/runtime/hub-file.ts';
import { type Call, call, unexpected } from '../load/generate-load.ts';

/** What the bench does with a hub beside the measured calls. */

export const PATH = '/v1/erp/procurement';
const ORDERED_DEADLINE_MS = 60_000;
const POLL_MS = 50;

const OrganizationSchema = z.looseObject({
  budgets: z.array(z.looseObject({ fiscal_year: z.int() })),
  integrations: z.array(z.looseObject({ partner: z.string(), settings: z.looseObject({}) })),
});
/** A function that fails returns an `errorMessage`. */
const ProvisionedSchema = z.looseObject({ errorMessage: z.undefined().optional() });
const PageSchema = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
const SapSchema = z.object({
  purchaseOrders: z.array(
    z.looseObject({
      LastChangeDateTime: z.string(),
      _PurchaseOrderNote: z.tuple([z.looseObject({ PlainLongText: z.string() })]),
    }),
  ),
});

/** Raises the partner's limits, which are the partner's and not the hub's, to the highest that an integration may have. */
export async function liftPartnerLimits(hub: HubFile): Promise<void> {
  const url = new URL(`../../local/organizations/${hub.org}.json`, import.meta.url);
  const document = OrganizationSchema.parse(JSON.parse(await readFile(url, 'utf8')));
  const fiscal_year = new Date().getUTCFullYear();
  const integrations = document.integrations.map((one) => ({
    ...one,
    settings: { ...one.settings, base_url: hub.partners[one.partner], requests_per_second: 1000, max_in_flight: 8 },
  }));
  const budgets = document.budgets.map((budget) => ({ ...budget, fiscal_year }));
  const body = JSON.stringify({ ...document, budgets, integrations });
  ProvisionedSchema.parse(await expectOk(hub.aws, { method: 'POST', path: '/_hub/functions/provision/invoke', body }));
}

/** Resolves when no request is approved and not yet ordered. */
export async function untilOrdered(hub: HubFile): Promise<void> {
  const token = hub.tokens.approver;
  const end = performance.now() + ORDERED_DEADLINE_MS;
  for (;;) {
    const path = `${PATH}?status=approved&limit=1`;
    const [waiting] = PageSchema.parse(await expectOk(hub.api, { method: 'GET', path, token })).data;
    if (waiting === undefined) return;
    if (performance.now() > end) {
      const state = await call(hub.api, { method: 'GET', path: `${PATH}/${waiting.id}/sync`, token });
      throw new Error(`${waiting.id} is not ordered after ${ORDERED_DEADLINE_MS / 1000} s: ${state.body}`);
    }
    await setTimeout(POLL_MS);
  }
}

/** When SAP's simulator got the order of each request, in milliseconds since the epoch. */
export async function orderTimes(hub: HubFile): Promise<ReadonlyMap<string, number>> {
  const state = await expectOk(hub.partners.sap ?? '', { method: 'GET', path: '/_control/state' });
  const times = new Map<string, number>();
  for (const { LastChangeDateTime, _PurchaseOrderNote } of SapSchema.parse(state).purchaseOrders) {
    const [, id = ''] = /request (\S+):/.exec(_PurchaseOrderNote[0].PlainLongText) ?? [];
    if (times.has(id)) throw new Error(`SAP has two orders of ${id}.`);
    times.set(id, Date.parse(LastChangeDateTime));
  }
  return times;
}

async function expectOk(url: string, one: Call): Promise<unknown> {
  const response = await call(url, one);
  if (response.status !== 200) throw new Error(unexpected(one, response));
  return JSON.parse(response.body);
}
