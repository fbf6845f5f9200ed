import * as z from 'zod/mini';
import type { Budget } from './budget.ts';
import { invalidFields } from './errors.ts';
import { decimalsFault, MAX_AMOUNT, toDecimal, toMinor } from './money.ts';
import { type OrderUpdate, orderUpdate } from './order-update.ts';
import type { Organization } from './organization.ts';
import { type ProcurementRequest, transition } from './procurement-request.ts';
import { type OrderChanges, openMinor, type PurchaseOrder, transitionOrder } from './purchase-order.ts';
import { CommentSchema, ExpectedDeliverySchema, LIMITS, LineIdSchema, namesEachOnce } from './request-input.ts';

/** What callers send to change an order (procurement-api 60). */
export const ChangeOrderSchema = z
  .strictObject({
    lines: z.optional(
      z
        .array(
          z
            .strictObject({
              id: LineIdSchema,
              quantity: z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.quantity))),
              unit_cost: z.optional(z.number().check(z.minimum(0), z.maximum(MAX_AMOUNT))),
              deleted: z.optional(z.literal(true)),
            })
            .check(
              z.refine((line) => Object.keys(line).length > 1, { error: 'must have a field to change beside its id' }),
            ),
        )
        .check(z.minLength(1), z.maxLength(LIMITS.items), namesEachOnce),
    ),
    expected_delivery: z.optional(z.nullable(ExpectedDeliverySchema)),
    comment: CommentSchema,
  })
  .check(
    z.refine(({ lines, expected_delivery }) => lines !== undefined || expected_delivery !== undefined, {
      error: 'must have lines or expected_delivery to change',
    }),
  );
export type ChangeOrder = z.infer<typeof ChangeOrderSchema>;

/** Changes an order: a second person decides, as on its approval. Throws HubError naming what forbids it. */
export function changeOrder(
  order: PurchaseOrder,
  request: ProcurementRequest | undefined,
  organization: Organization,
  { input, by, now }: { readonly input: ChangeOrder; readonly by: string; readonly now: number },
  within?: Budget,
): OrderUpdate {
  const changed = transitionOrder(order, { kind: 'change', changes: changesOf(input, order.currency) }, now);
  if (toDecimal(openMinor(changed), order.currency) > MAX_AMOUNT) {
    throw invalidFields([{ path: 'lines', message: `must cost at most ${MAX_AMOUNT} in total` }]);
  }
  const selfApprovalAllowed = organization.allow_self_approval;
  const comment = input.comment || null;
  const { erp_po_number: poNumber } = changed;
  const next =
    request && transition(request, { kind: 'change_order', by, comment, selfApprovalAllowed, poNumber }, now);
  return orderUpdate({ order, request }, { order: changed, request: next }, within);
}

function changesOf({ lines = [], expected_delivery }: ChangeOrder, currency: string): OrderChanges {
  return {
    lines: lines.map(({ id, quantity, unit_cost, deleted }, index) => {
      const message = unit_cost === undefined ? undefined : decimalsFault(unit_cost, currency);
      if (message !== undefined) throw invalidFields([{ path: `lines.${index}.unit_cost`, message }]);
      return {
        id,
        ...(quantity !== undefined && { quantity }),
        ...(unit_cost !== undefined && { unit_cost_minor: toMinor(unit_cost, currency) }),
        ...(deleted && { deleted }),
      };
    }),
    ...(expected_delivery !== undefined && { expected_delivery }),
  };
}
