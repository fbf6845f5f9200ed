import * as z from 'zod/mini';
import { PurchaseOrderLineSchema } from './order-lines.ts';
import { PURCHASE_ORDER_STATUSES, ReceiptSchema } from './order-receipts.ts';
import { ERP_SOURCES, REQUEST_TYPES } from './procurement-request.ts';
import { INVOICE_STATES } from './spendint/invoice-order.ts';

/** As stored. Times are Unix seconds; money is minor units of `currency`; `version` counts the writes. */
export const PurchaseOrderSchema = z.object({
  id: z.string(),
  org_id: z.string(),
  /** What the order came from. */
  origin: z.literal('request'),
  request_id: z.nullable(z.string()),
  status: z.enum(PURCHASE_ORDER_STATUSES),
  type: z.enum(REQUEST_TYPES),
  title: z.string(),
  requester_id: z.string(),
  vendor: z.nullable(z.string()),
  /** The vendor of that name when the order was approved. */
  vendor_id: z._default(z.nullable(z.string()), null),
  /** The supplier that posts its documents about the order. */
  supplier_id: z._default(z.nullable(z.string()), null),
  /** Whether the order is ordered only once the supplier has confirmed it (spendint 26). */
  awaits_acknowledgement: z._default(z.boolean(), false),
  erp_source: z.enum(ERP_SOURCES),
  erp_po_number: z.nullable(z.string()),
  cost_center: z.string(),
  /** The fiscal year whose budget the order's open value is committed in. */
  budget_year: z.int(),
  currency: z.string(),
  lines: z.array(PurchaseOrderLineSchema),
  /** The three-way match with the supplier's invoices; null without one (spendint 34). */
  invoice_state: z._default(z.nullable(z.enum(INVOICE_STATES)), null),
  /** What has arrived, oldest first. */
  receipts: z._default(z.array(ReceiptSchema), []),
  expected_delivery: z.nullable(z.string()),
  /** When the order was approved. */
  ordered_at: z.int(),
  /** When the ERP or a buyer gave the order its number. */
  numbered_at: z._default(z.nullable(z.int()), null),
  /** When the hub cancelled what was still to come of an order that had been received in part. */
  closed_at: z._default(z.nullable(z.int()), null),
  /** The partners that the order is synced with. */
  destinations: z.array(z.string()),
  /** Counts the changes that partners must learn of. */
  revision: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
  version: z.int(),
});
export type PurchaseOrder = z.infer<typeof PurchaseOrderSchema>;
