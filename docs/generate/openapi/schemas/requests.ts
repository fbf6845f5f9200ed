import * as z from 'zod';
import { ERP_SOURCES, REQUEST_STATUSES, REQUEST_TYPES } from '../../../../core/domain/procurement-request.ts';
import { Amount, CurrencyCode, Name, UnixSeconds } from './common.ts';
import { PurchaseOrder } from './orders.ts';
import { Sync } from './syncs.ts';

const request = {
  id: Name,
  type: z.enum(REQUEST_TYPES),
  status: z.enum(REQUEST_STATUSES),
  title: Name,
  description: z.string().nullable(),
  requester_id: Name,
  approver_id: Name,
  ticket_id: Name.nullable(),
  items: z.array(
    z.strictObject({
      name: Name,
      sku: Name,
      quantity: z.int().min(1),
      unit_cost: Amount,
      currency: CurrencyCode,
      supplier_id: Name.optional(),
    }),
  ),
  total_cost: Amount,
  currency: CurrencyCode,
  vendor: Name.nullable(),
  supplier_id: Name.optional(),
  erp_source: z.enum(ERP_SOURCES),
  erp_po_number: Name.nullable(),
  cost_center: Name,
  budget_code: Name.nullable(),
  project: Name.optional(),
  expected_delivery: z.string().nullable(),
  created_at: UnixSeconds,
  updated_at: UnixSeconds,
  org_id: Name,
};

export const ProcurementRequest = z.strictObject(request).meta({ id: 'ProcurementRequest' });

export const HISTORY_ACTIONS = [
  'submitted',
  'edited',
  'approved',
  'rejected',
  'ordered',
  'order_changed',
  'cancelled',
] as const;

const ApprovalEntry = z
  .strictObject({
    action: z.enum(HISTORY_ACTIONS),
    by: Name,
    at: UnixSeconds,
    comment: z.string().nullable(),
    fields: z.array(Name).optional(),
  })
  .meta({ id: 'ApprovalEntry' });

export const ProcurementRequestWithHistory = z
  .strictObject({ ...request, approval_history: z.array(ApprovalEntry) })
  .meta({ id: 'ProcurementRequestWithHistory' });

const { requester_id: _requester, approver_id: _approver, ticket_id: _ticket, ...updated } = request;
export const UpdatedProcurementRequest = z.strictObject(updated).meta({ id: 'UpdatedProcurementRequest' });

export const Approval = z.strictObject({
  id: Name,
  status: z.literal('approved'),
  approved_by: Name,
  approved_at: UnixSeconds,
  comment: z.string().nullable(),
  erp_sync_status: z.enum(['queued', 'not_required']),
  erp_sync_job_id: Name.nullable(),
});

export const Rejection = z.strictObject({
  id: Name,
  status: z.literal('cancelled'),
  rejected_by: Name,
  rejected_at: UnixSeconds,
  reason: Name,
});

export const Cancellation = z.strictObject({
  id: Name,
  status: z.enum(['cancelled', 'received']),
  cancelled_by: Name,
  cancelled_at: UnixSeconds,
  reason: z.string().nullable(),
  purchase_order_id: Name.nullable(),
});

const reference = { id: Name, status: z.enum(REQUEST_STATUSES) };

export const ManualOrder = z.strictObject({ ...reference, purchase_order: PurchaseOrder });

export const RequestSync = z.strictObject({
  ...reference,
  purchase_order: PurchaseOrder.nullable(),
  data: z.array(Sync),
});

export const RequestedSyncs = z.strictObject({ ...reference, data: z.array(Sync) });
