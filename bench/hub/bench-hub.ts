import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import type { HubFile } from '../../local/runtime/hub-file.ts';
import { readOrganizations } from '../../local/runtime/organizations.ts';
import { call, callForJson } from '../load/http.ts';
import { REQUESTS } from '../requests.ts';

/** What the bench does with a hub beside the measured calls. */

const ORDERED_DEADLINE_MS = 60_000;
const POLL_MS = 50;

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
  const document = (await readOrganizations(hub.partners)).find(({ org_id }) => org_id === hub.org);
  const integrations = document?.integrations.map((one) => ({
    ...one,
    settings: { ...one.settings, requests_per_second: 1000, max_in_flight: 8 },
  }));
  await provision(hub, { ...document, integrations });
}

/** Stores an organization. */
export async function provision({ aws }: Pick<HubFile, 'aws'>, document: object): Promise<void> {
  const path = '/_hub/functions/provision/invoke';
  ProvisionedSchema.parse(
    await callForJson(aws, { method: 'POST', path, body: JSON.stringify({ ...document, replace: true }) }),
  );
}

/** Resolves when no request is approved and not yet ordered. */
export async function untilOrdered(hub: HubFile): Promise<void> {
  const token = hub.tokens.approver;
  const end = performance.now() + ORDERED_DEADLINE_MS;
  for (;;) {
    const path = `${REQUESTS}?status=approved&limit=1`;
    const [waiting] = PageSchema.parse(await callForJson(hub.api, { method: 'GET', path, token })).data;
    if (waiting === undefined) return;
    if (performance.now() > end) {
      const state = await call(hub.api, { method: 'GET', path: `${REQUESTS}/${waiting.id}/sync`, token });
      throw new Error(`${waiting.id} is not ordered after ${ORDERED_DEADLINE_MS / 1000} s: ${state.body}`);
    }
    await setTimeout(POLL_MS);
  }
}

/** When SAP's simulator got the order of each request, in milliseconds since the epoch. */
export async function orderTimes(hub: HubFile): Promise<ReadonlyMap<string, number>> {
  const state = await callForJson(hub.partners.sap ?? '', { method: 'GET', path: '/_control/state' });
  const times = new Map<string, number>();
  for (const { LastChangeDateTime, _PurchaseOrderNote } of SapSchema.parse(state).purchaseOrders) {
    const [, id = ''] = /request (\S+):/.exec(_PurchaseOrderNote[0].PlainLongText) ?? [];
    if (times.has(id)) throw new Error(`SAP has two orders of ${id}.`);
    times.set(id, Date.parse(LastChangeDateTime));
  }
  return times;
}
