import * as z from 'zod/mini';
import { isSameJson } from './json.ts';
import { type ProcurementRequest, totalMinor } from './procurement-request.ts';
import { openMinor, type PurchaseOrder, receivedMinor } from './purchase-order.ts';

/** What a request costs from its approval on, in minor units, and what it is charged to (procurement-api 76). */
export const CostEntrySchema = z.object({
  org_id: z.string(),
  request_id: z.string(),
  ticket_id: z.nullable(z.string()),
  project: z.nullable(z.string()),
  cost_center: z.string(),
  budget_code: z.nullable(z.string()),
  vendor: z.nullable(z.string()),
  currency: z.string(),
  budget_year: z.int(),
  committed_minor: z.int(),
  spent_minor: z.int(),
});
export type CostEntry = z.infer<typeof CostEntrySchema>;

/** The amounts that a request has in its budget. */
function amountsOf(request: ProcurementRequest, order: PurchaseOrder | undefined) {
  if (order) return { committed_minor: openMinor(order), spent_minor: receivedMinor(order) };
  return { committed_minor: request.status === 'approved' ? totalMinor(request.items) : 0, spent_minor: 0 };
}

/** What a request with its order costs; undefined for one that is not approved. */
export function costEntryOf(request: ProcurementRequest, order: PurchaseOrder | undefined): CostEntry | undefined {
  const { org_id, id: request_id, ticket_id, project, cost_center, budget_code, vendor, currency } = request;
  const { budget_year } = request;
  if (budget_year === null) return undefined;
  const subject = { org_id, request_id, ticket_id, project, cost_center, budget_code, vendor, currency, budget_year };
  return { ...subject, ...amountsOf(request, order) };
}

/** A request and its order, if any. */
export interface Costed {
  readonly request: ProcurementRequest;
  readonly order?: PurchaseOrder | undefined;
}

/** What a request costs after a change of it or its order; undefined when that stays. An approved request stays approved. */
export function costChangeOf(before: Costed, after: Costed): CostEntry | undefined {
  const old = costEntryOf(before.request, before.order);
  const next = costEntryOf(after.request, after.order);
  return isSameJson(old, next) ? undefined : next;
}
