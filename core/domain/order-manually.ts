import * as z from 'zod/mini';
import { newPurchaseOrder, suppliedBy } from './create-order.ts';
import { HubError } from './errors.ts';
import { type ProcurementRequest, transition } from './procurement-request.ts';
import type { PurchaseOrder } from './purchase-order.ts';
import { CommentSchema, ExpectedDeliverySchema, text } from './request-input.ts';
import type { Supplier } from './supplier.ts';

/** What a buyer tells of an order without ERP (procurement-api 73). */
export const OrderManuallySchema = z.strictObject({
  /** As long as SAP's longest references. */
  po_number: text(35),
  expected_delivery: z.optional(z.nullable(ExpectedDeliverySchema)),
  comment: CommentSchema,
});

interface OrderManually {
  readonly input: z.infer<typeof OrderManuallySchema>;
  readonly by: string;
  readonly purchaseOrderId: string;
  /** Its supplier, which needs not acknowledge what the buyer has placed. */
  readonly supplier: Supplier | undefined;
  readonly now: number;
}

/** The request and its order, which a buyer has placed. Throws HubError for one that is not approved, or that others order. */
export function orderManually(
  request: ProcurementRequest,
  { input: { po_number: poNumber, expected_delivery, comment }, by, purchaseOrderId, supplier, now }: OrderManually,
): { readonly request: ProcurementRequest; readonly order: PurchaseOrder } {
  const command = { kind: 'order_manually', poNumber, purchaseOrderId, by, comment: comment || null } as const;
  const ordered = transition(request, command, now);
  const { budget_year: budgetYear } = ordered;
  if (budgetYear === null) throw new HubError('request.not_approved', `${request.id} has no budget year.`);
  return {
    request: ordered,
    order: {
      ...suppliedBy(newPurchaseOrder(ordered, { id: purchaseOrderId, budgetYear, destinations: [], now }), supplier),
      awaits_acknowledgement: false,
      status: 'ordered',
      erp_po_number: poNumber,
      numbered_at: now,
      ...(expected_delivery !== undefined && { expected_delivery }),
    },
  };
}
