import * as z from 'zod/mini';
import { type ProcurementRequest, totalMinor } from './procurement-request.ts';
import { openMinor, type PurchaseOrder, receivedMinor } from './purchase-order.ts';

/** What a submitted request costs, in minor units, and what it is charged to (procurement-api 76). */
export const CostEntrySchema = z.object({
  org_id: z.string(),
  request_id: z.string(),
  ticket_id: z.nullable(z.string()),
  project: z.nullable(z.string()),
  cost_center: z.string(),
  budget_code: z.nullable(z.string()),
  vendor: z.nullable(z.string()),
  currency: z.string(),
  /** Null until the request is approved. */
  budget_year: z.nullable(z.int()),
  requested_minor: z.int(),
  committed_minor: z.int(),
  spent_minor: z.int(),
});
export type CostEntry = z.infer<typeof CostEntrySchema>;

/** The amounts of a request are disjoint: `committed` and `spent` are those that it has in its budget. */
function amountsOf(request: ProcurementRequest, order: PurchaseOrder | undefined) {
  const total = totalMinor(request.items);
  if (order) return { requested_minor: 0, committed_minor: openMinor(order), spent_minor: receivedMinor(order) };
  return {
    requested_minor: request.status === 'pending_approval' ? total : 0,
    committed_minor: request.status === 'approved' ? total : 0,
    spent_minor: 0,
  };
}

/** What a request with its order costs; undefined for one that is not submitted, or came to its end without approval. */
export function costEntryOf(request: ProcurementRequest, order: PurchaseOrder | undefined): CostEntry | undefined {
  if (request.status !== 'pending_approval' && request.budget_year === null) return undefined;
  const {
    org_id,
    id: request_id,
    ticket_id,
    project,
    cost_center,
    budget_code,
    vendor,
    currency,
    budget_year,
  } = request;
  const subject = { org_id, request_id, ticket_id, project, cost_center, budget_code, vendor, currency, budget_year };
  return { ...subject, ...amountsOf(request, order) };
}

/** A request and its order, if any. */
export interface Costed {
  readonly request: ProcurementRequest;
  readonly order?: PurchaseOrder | undefined;
}

/** How a change of a request or its order changes what it costs. */
export type CostChange = { readonly saved: CostEntry } | { readonly removed: ProcurementRequest };

/** The change of the costs between two states of a request, `before` absent for a new one; undefined when they stay. */
export function costChangeOf(before: Costed | undefined, after: Costed): CostChange | undefined {
  const old = before && costEntryOf(before.request, before.order);
  const saved = costEntryOf(after.request, after.order);
  if (JSON.stringify(old) === JSON.stringify(saved)) return undefined;
  return saved ? { saved } : { removed: after.request };
}
