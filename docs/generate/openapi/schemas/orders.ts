import * as z from 'zod';
import { ERP_SOURCES } from '../../../../core/domain/procurement-request.ts';
import { INVOICE_STATES } from '../../../../core/domain/spendint/invoice-order.ts';
import { Amount, CurrencyCode, Name, UnixSeconds } from './common.ts';

const OrderStatus = z.enum(['pending_submission', 'ordered', 'partially_received', 'received', 'cancelled']);

const Receipt = z
  .strictObject({
    at: UnixSeconds,
    by: Name,
    lines: z.array(z.strictObject({ id: Name, quantity: z.number() })),
    final: z.boolean(),
    comment: z.string().nullable(),
    status: OrderStatus,
  })
  .meta({ id: 'Receipt' });

const SupplierLine = z
  .strictObject({
    acknowledgement: z.enum(['confirmed', 'rejected']).nullable(),
    sales_order_number: Name.nullable(),
    sales_order_line_number: Name.nullable(),
    estimated_arrival_date: z.string().nullable(),
    shipped_quantity: z.int().min(0),
    invoiced_quantity: z.int().min(0),
    invoiced_value: Amount,
  })
  .meta({ id: 'SupplierLine' });

const PurchaseOrderLine = z
  .strictObject({
    id: Name,
    name: Name,
    sku: Name,
    quantity: z.int().min(1),
    received_quantity: z.number().min(0),
    deleted: z.boolean(),
    completed: z.boolean(),
    mpn: Name.nullable(),
    unit: Name.nullable(),
    contract_number: Name.nullable(),
    unit_cost: Amount,
    supplier: SupplierLine.nullable(),
  })
  .meta({ id: 'PurchaseOrderLine' });

export const PurchaseOrder = z
  .strictObject({
    id: Name,
    origin: z.enum(['request']),
    procurement_id: Name.nullable(),
    status: OrderStatus,
    erp_source: z.enum(ERP_SOURCES),
    erp_po_number: Name.nullable(),
    vendor: Name.nullable(),
    vendor_id: Name.nullable(),
    supplier_id: Name.nullable(),
    cost_center: Name,
    currency: CurrencyCode,
    lines: z.array(PurchaseOrderLine),
    open_value: Amount,
    received_value: Amount,
    receipts: z.array(Receipt),
    invoice_state: z.enum(INVOICE_STATES).nullable(),
    expected_delivery: z.string().nullable(),
    numbered_at: UnixSeconds.nullable(),
    revision: z.int().min(1),
    created_at: UnixSeconds,
    updated_at: UnixSeconds,
    org_id: Name,
  })
  .meta({ id: 'PurchaseOrder' });
