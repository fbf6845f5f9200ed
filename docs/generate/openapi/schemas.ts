import * as z from 'zod';
import { ERP_SOURCES, REQUEST_STATUSES, REQUEST_TYPES } from '../../../core/domain/procurement-request.ts';
import { PARTNER_NAMES } from '../../../core/sync/partners.ts';

/** The bodies of responses. The tests hold every response of the hub against them, so they are as strict as can be. */

export const UnixSeconds = z.int().min(0);
const Name = z.string().min(1);
const Amount = z.number();
export const PartnerName = z.enum(PARTNER_NAMES);

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
      currency: z.string().length(3),
    }),
  ),
  total_cost: Amount,
  currency: z.string().length(3),
  vendor: Name.nullable(),
  erp_source: z.enum(ERP_SOURCES),
  erp_po_number: Name.nullable(),
  cost_center: Name,
  budget_code: Name.nullable(),
  expected_delivery: z.string().nullable(),
  created_at: UnixSeconds,
  updated_at: UnixSeconds,
  org_id: Name,
};

export const ProcurementRequest = z.strictObject(request).meta({ id: 'ProcurementRequest' });

export const ApprovalEntry = z
  .strictObject({
    action: z.enum(['submitted', 'edited', 'approved', 'rejected', 'order_changed', 'cancelled']),
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

export const Sync = z
  .strictObject({
    sync_job_id: Name,
    partner: PartnerName,
    flow: Name,
    procurement_id: Name.nullable(),
    purchase_order_id: Name,
    status: z.enum(['pending', 'in_flight', 'waiting', 'synced', 'failed', 'unknown']),
    attempts: z.int().min(0),
    partner_document_id: Name.nullable(),
    last_error: z.strictObject({ code: Name, message: Name, at: UnixSeconds }).nullable(),
    next_attempt_at: UnixSeconds.nullable(),
    created_at: UnixSeconds,
    updated_at: UnixSeconds,
  })
  .meta({ id: 'Sync' });

export const PurchaseOrder = z
  .strictObject({
    id: Name,
    origin: z.enum(['request']),
    procurement_id: Name.nullable(),
    status: z.enum(['pending_submission', 'ordered', 'partially_received', 'received', 'cancelled']),
    erp_source: z.enum(ERP_SOURCES),
    erp_po_number: Name.nullable(),
    vendor: Name.nullable(),
    cost_center: Name,
    currency: z.string().length(3),
    lines: z.array(
      z.strictObject({
        id: Name,
        name: Name,
        sku: Name,
        quantity: z.int().min(1),
        received_quantity: z.int().min(0),
        deleted: z.boolean(),
        unit_cost: Amount,
      }),
    ),
    open_value: Amount,
    expected_delivery: z.string().nullable(),
    revision: z.int().min(1),
    created_at: UnixSeconds,
    updated_at: UnixSeconds,
    org_id: Name,
  })
  .meta({ id: 'PurchaseOrder' });

export const Vendor = z
  .strictObject({
    id: Name,
    name: Name,
    status: Name,
    tier: Name,
    website: z.string().nullable(),
    primary_contact_name: z.string().nullable(),
    primary_contact_email: z.string().nullable(),
    categories: z.array(z.string()),
    contract_expires_at: UnixSeconds.nullable(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Vendor' });

export const Budget = z
  .strictObject({
    cost_center: Name,
    name: Name,
    annual_budget: Amount,
    spent: Amount,
    committed: Amount,
    remaining: Amount,
    utilization_percent: Amount,
    currency: z.string().length(3),
  })
  .meta({ id: 'Budget' });

export const TimelineEntry = z
  .strictObject({
    ticket_id: Name,
    action: z.enum(['procurement_requested']),
    procurement_id: Name,
    by: Name,
    at: UnixSeconds,
  })
  .meta({ id: 'TimelineEntry' });

export const IntegrationHealth = z
  .strictObject({
    partner: PartnerName,
    status: z.enum(['healthy', 'degraded', 'paused']),
    reason: Name.nullable(),
    breaker: z.enum(['closed', 'open', 'half_open']),
    backlog: z.int().min(0),
    oldest_age_seconds: z.int().min(0),
    rate_per_second: z.number().nullable(),
    in_flight: z.int().min(0),
    last_success_at: UnixSeconds.nullable(),
  })
  .meta({ id: 'IntegrationHealth' });

/** A page of a list. */
export function pageOf(entry: z.ZodType) {
  return z.strictObject({ has_more: z.boolean(), next_cursor: Name.nullable(), data: z.array(entry) });
}

export function listOf(entry: z.ZodType) {
  return z.strictObject({ data: z.array(entry) });
}

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
  status: z.literal('cancelled'),
  cancelled_by: Name,
  cancelled_at: UnixSeconds,
  reason: z.string().nullable(),
  purchase_order_id: Name.nullable(),
});

export const RequestSync = z.strictObject({
  id: Name,
  status: z.enum(REQUEST_STATUSES),
  purchase_order: PurchaseOrder.nullable(),
  data: z.array(Sync),
});

export const RequestedSyncs = z.strictObject({ id: Name, status: z.enum(REQUEST_STATUSES), data: z.array(Sync) });
