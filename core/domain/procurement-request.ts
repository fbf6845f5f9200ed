import * as z from 'zod/mini';
import {
  type ApprovalEntry,
  ApprovalEntrySchema,
  EDITABLE_FIELDS,
  type EditableField,
  historyWithEdit,
  requireRoomInHistory,
  requireSecondPerson,
} from './approval-history.ts';
import { type ErrorCode, HubError } from './errors.ts';
import { anyOf } from './wording.ts';

/** The procurement request and its lifecycle (procurement-api 1–4). */

export const REQUEST_TYPES = ['hardware', 'software_license', 'service', 'consumable'] as const;
export const REQUEST_STATUSES = ['draft', 'pending_approval', 'approved', 'ordered', 'received', 'cancelled'] as const;
export const ERP_SOURCES = ['sap_s4hana', 'oracle_erp', 'manual'] as const;

export type RequestStatus = (typeof REQUEST_STATUSES)[number];
export type ErpSource = (typeof ERP_SOURCES)[number];

const LineItemSchema = z.object({
  name: z.string(),
  sku: z.string(),
  quantity: z.int(),
  unit_cost_minor: z.int(),
  /** The manufacturer's part number, the unit and the contract, where a supplier's catalog says them. */
  mpn: z._default(z.nullable(z.string()), null),
  unit: z._default(z.nullable(z.string()), null),
  contract_number: z._default(z.nullable(z.string()), null),
});
export type LineItem = z.infer<typeof LineItemSchema>;

/** As stored. Times are Unix seconds; money is minor units of `currency`; `version` counts the writes. */
export const ProcurementRequestSchema = z.object({
  id: z.string(),
  org_id: z.string(),
  type: z.enum(REQUEST_TYPES),
  status: z.enum(REQUEST_STATUSES),
  title: z.string(),
  description: z.nullable(z.string()),
  requester_id: z.string(),
  approver_id: z.string(),
  ticket_id: z.nullable(z.string()),
  items: z.array(LineItemSchema),
  currency: z.string(),
  vendor: z.nullable(z.string()),
  /** The supplier whose products its items name; null when they name none. */
  supplier_id: z._default(z.nullable(z.string()), null),
  erp_source: z.enum(ERP_SOURCES),
  erp_po_number: z.nullable(z.string()),
  cost_center: z.string(),
  budget_code: z.nullable(z.string()),
  project: z._default(z.nullable(z.string()), null),
  expected_delivery: z.nullable(z.string()),
  approval_history: z.array(ApprovalEntrySchema),
  /** The fiscal year whose budget the amount was committed in; null until approved. */
  budget_year: z.nullable(z.int()),
  /**
   * The order that fulfils the request; null until approved. A manual request without a supplier that acknowledges its orders
   * has none until a buyer has ordered it.
   */
  purchase_order_id: z.nullable(z.string()),
  created_at: z.int(),
  updated_at: z.int(),
  version: z.int(),
});
export type ProcurementRequest = z.infer<typeof ProcurementRequestSchema>;

/** The cost of all line items, in minor units (procurement-api 6). */
export function totalMinor(items: readonly LineItem[]): number {
  return items.reduce((sum, item) => sum + item.quantity * item.unit_cost_minor, 0);
}

/** What an edit changes: currency and supplier follow from the items, approver and ERP from the cost center. */
export type RequestChanges = Partial<
  Pick<ProcurementRequest, EditableField | 'currency' | 'supplier_id' | 'approver_id' | 'erp_source'>
>;

/** The commands on a request. Routes check the caller's role; `transition` checks the caller's relation to the request. */
export type RequestCommand =
  | { readonly kind: 'edit'; readonly by: string; readonly mayEditOthers: boolean; readonly changes: RequestChanges }
  | { readonly kind: 'submit'; readonly by: string; readonly mayEditOthers: boolean }
  | {
      readonly kind: 'approve';
      readonly by: string;
      readonly comment: string | null;
      readonly selfApprovalAllowed: boolean;
      readonly budgetYear: number;
      readonly purchaseOrderId: string | null;
    }
  | { readonly kind: 'reject'; readonly by: string; readonly reason: string }
  | {
      readonly kind: 'change_order';
      readonly by: string;
      readonly comment: string | null;
      readonly selfApprovalAllowed: boolean;
      /** The order's number, after the change. */
      readonly poNumber: string | null;
    }
  | {
      readonly kind: 'cancel';
      readonly by: string;
      readonly mayEditOthers: boolean;
      readonly mayCancelOrders: boolean;
      readonly reason: string | null;
      /** Whether goods have arrived of its order: only the rest of it is cancelled (procurement-api 71). */
      readonly hasArrived: boolean;
    }
  | { readonly kind: 'order'; readonly poNumber: string }
  | {
      readonly kind: 'order_manually';
      readonly poNumber: string;
      readonly purchaseOrderId: string;
      readonly by: string;
      readonly comment: string | null;
    }
  /** Goods have arrived, or an ERP has taken them back. */
  | { readonly kind: 'receive'; readonly isComplete: boolean }
  /** The ERP has cancelled the order, or the supplier has rejected it. */
  | { readonly kind: 'lose_order'; readonly by: string };

/** The request after a command at `now` (Unix seconds). Throws HubError when its status or the caller forbids it. */
export function transition(request: ProcurementRequest, command: RequestCommand, now: number): ProcurementRequest {
  const next = (changes: Partial<ProcurementRequest>, entry?: Omit<ApprovalEntry, 'at'>): ProcurementRequest => ({
    ...request,
    ...changes,
    approval_history: entry ? [...request.approval_history, { ...entry, at: now }] : request.approval_history,
    // The clock of the function that wrote last may be ahead of this one's.
    updated_at: Math.max(request.updated_at, now),
    version: request.version + 1,
  });

  switch (command.kind) {
    case 'edit': {
      // procurement-api 28: only a draft or a pending request can be updated.
      requireStatus(request, ['draft', 'pending_approval'], 'request.not_editable', 'be updated');
      requireOwner(request, command);
      const changed = changedFields(request, command.changes);
      return { ...next(command.changes), approval_history: historyWithEdit(request, { by: command.by, changed }, now) };
    }
    case 'submit':
      requireStatus(request, ['draft'], 'request.not_draft', 'be submitted');
      requireOwner(request, command);
      return next({ status: 'pending_approval' }, { action: 'submitted', by: command.by, comment: null });
    case 'approve':
      // procurement-api 33: only a pending request can be approved.
      requireStatus(request, ['pending_approval'], 'request.not_pending', 'be approved');
      if (!command.selfApprovalAllowed) requireSecondPerson(request, command.by);
      return next(
        { status: 'approved', budget_year: command.budgetYear, purchase_order_id: command.purchaseOrderId },
        { action: 'approved', by: command.by, comment: command.comment },
      );
    case 'reject':
      requireStatus(request, ['pending_approval'], 'request.not_pending', 'be rejected');
      return next({ status: 'cancelled' }, { action: 'rejected', by: command.by, comment: command.reason });
    case 'change_order':
      if (!command.selfApprovalAllowed) requireSecondPerson(request, command.by);
      requireRoomInHistory(request);
      return next(numbered(request, command.poNumber), {
        action: 'order_changed',
        by: command.by,
        comment: command.comment,
      });
    case 'cancel':
      requireStatus(
        request,
        ['draft', 'pending_approval', 'approved', 'ordered'],
        'request.not_cancellable',
        'be cancelled',
      );
      requireOwner(request, command);
      if (request.status === 'ordered' && !command.mayCancelOrders) {
        const message = `${request.id} is ordered: only an administrator may cancel it now.`;
        throw new HubError('request.not_owner', message);
      }
      return next(
        { status: command.hasArrived ? 'received' : 'cancelled' },
        { action: 'cancelled', by: command.by, comment: command.reason },
      );
    case 'order':
      // The number of a request that was cancelled meanwhile tells which order at the ERP is to be cancelled.
      return next(numbered(request, command.poNumber));
    case 'order_manually': {
      requireManual(request);
      requireStatus(request, ['approved'], 'request.not_approved', 'be ordered');
      requireNoOrder(request);
      const { poNumber, purchaseOrderId, by, comment } = command;
      return next(
        { status: 'ordered', erp_po_number: poNumber, purchase_order_id: purchaseOrderId },
        { action: 'ordered', by, comment },
      );
    }
    case 'receive':
      // What an ERP tells may be faster than its number.
      requireStatus(request, ['approved', 'ordered', 'received'], 'request.not_ordered', 'receive goods');
      return next({ status: command.isComplete ? 'received' : statusBeforeReceipt(request) });
    case 'lose_order':
      return next({ status: 'cancelled' }, { action: 'cancelled', by: command.by, comment: null });
  }
}

/** The number of the request's order; without one, the request stays. */
function numbered({ status }: ProcurementRequest, poNumber: string | null): Partial<ProcurementRequest> {
  if (poNumber === null) return {};
  return { erp_po_number: poNumber, status: status === 'approved' ? 'ordered' : status };
}

/** Throws `request.sent_to_supplier` for a manual request that has its order, which the supplier has to confirm. */
function requireNoOrder({ id, purchase_order_id }: ProcurementRequest): void {
  if (purchase_order_id === null) return;
  const message = `The order of ${id} is with its supplier, which confirms it: nobody has to place it.`;
  throw new HubError('request.sent_to_supplier', message);
}

function statusBeforeReceipt({ erp_po_number }: ProcurementRequest): RequestStatus {
  return erp_po_number === null ? 'approved' : 'ordered';
}

function changedFields(request: ProcurementRequest, changes: RequestChanges): EditableField[] {
  const isChanged = (name: keyof RequestChanges) => name in changes && !isEqual(changes[name], request[name]);
  return EDITABLE_FIELDS.filter((name) => isChanged(name) || (name === 'items' && isChanged('currency')));
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function requireStatus(
  request: ProcurementRequest,
  statuses: readonly RequestStatus[],
  code: ErrorCode,
  action: string,
): void {
  if (statuses.includes(request.status)) return;
  const message = `Only a request in status ${anyOf(statuses)} can ${action}; ${request.id} is ${request.status}.`;
  throw new HubError(code, message);
}

/** Throws `request.not_manual` for a request that an ERP fulfils. */
export function requireManual({ id, erp_source }: ProcurementRequest): void {
  if (erp_source === 'manual') return;
  throw new HubError('request.not_manual', `${id} is fulfilled by an ERP, which tells the hub of its order.`);
}

export function requireOwner(
  request: ProcurementRequest,
  { by, mayEditOthers }: { readonly by: string; readonly mayEditOthers: boolean },
): void {
  if (by === request.requester_id || mayEditOthers) return;
  throw new HubError('request.not_owner', 'Only the requester, an approver or an administrator may do this.');
}
