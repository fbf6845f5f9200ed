import * as z from 'zod/mini';
import { type Approval, approve, viewApproval } from '../../../core/domain/approve-request.ts';
import { suppliedBy } from '../../../core/domain/create-order.ts';
import { fiscalYearOf } from '../../../core/domain/fiscal-year.ts';
import type { PurchaseOrder } from '../../../core/domain/purchase-order.ts';
import { CommentSchema } from '../../../core/domain/request-input.ts';
import { acknowledges } from '../../../core/domain/supplier.ts';
import { utcDay } from '../../../core/domain/time.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { newPurchaseOrderId, newSyncJobId } from '../../../core/runtime/ids.ts';
import { saveMovement } from '../../../core/store/budgets.ts';
import { saveCosts } from '../../../core/store/costs.ts';
import { loadOrganization } from '../../../core/store/organizations.ts';
import { saveNewOrder } from '../../../core/store/purchase-orders.ts';
import { loadRequest, saveRequest } from '../../../core/store/requests.ts';
import { saveNewSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { newOrderSyncs } from '../../../core/sync/order-syncs.ts';
import { destinationsOf } from '../../../core/sync/routing.ts';
import { findOrderSupplier } from '../find-order-supplier.ts';
import { loadBudgetLimit } from '../load-budget-limit.ts';
import { requireSameOffer } from '../load-supplier-offer.ts';
import { withMappings } from '../with-mappings.ts';

const BodySchema = z.strictObject({ comment: CommentSchema });

/** Approves a request, commits its amount in the budget and queues its order's sync (procurement-api 32–36). */
export function approveRequest(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/approve', {
    roles: ['procurement_approver'],
    body: BodySchema,
    async handle({ body, params: { id }, caller: { orgId, userId }, ifMatch, now, nowMs }) {
      const [found, organization] = await Promise.all([loadRequest(table, orgId, id), loadOrganization(table, orgId)]);
      requireMatch(ifMatch, found);
      const limit = await loadBudgetLimit(table, organization, fiscalYearOf(now, organization), found.cost_center);
      const isManual = found.erp_source === 'manual';
      const supplier = isManual ? await findOrderSupplier(table, found, { nowMs }) : undefined;
      const command = {
        by: userId,
        comment: body.comment || null,
        now,
        destinations: destinationsOf(found.erp_source),
        isAcknowledged: supplier !== undefined && acknowledges(supplier),
        purchaseOrderId: newPurchaseOrderId(),
      };
      const approval = approve(found, organization, command, limit);
      const { request, commitment, costs } = approval;
      await requireSameOffer(table, request, utcDay(now));
      const order = isManual
        ? approval.order && suppliedBy(approval.order, supplier)
        : await orderAtErp(table, approval, nowMs);
      const syncs = order ? newOrderSyncs(order, newSyncJobId, nowMs) : [];
      return {
        status: 200,
        body: viewApproval(approval, command, syncs[0]?.job_id),
        version: request.version,
        writes: [
          saveRequest(request),
          ...(commitment ? [saveMovement(commitment)] : []),
          ...(costs ? [saveCosts(costs)] : []),
          ...(order ? [saveNewOrder(order)] : []),
          ...syncs.flatMap(saveNewSyncRecord),
        ],
      };
    },
  });
}

/** The order with the vendor that its supplier is, or else the one that its ERP knows, and the supplier that this one is. */
async function orderAtErp(
  table: Table,
  { request, order }: Approval,
  nowMs: number,
): Promise<PurchaseOrder | undefined> {
  const named = request.supplier_id === null ? undefined : await findOrderSupplier(table, request, { nowMs });
  const mapped = order && (await withMappings(table, suppliedBy(order, named)));
  if (!mapped) return undefined;
  const { vendor_id: vendorId } = mapped;
  return suppliedBy(mapped, named ?? (await findOrderSupplier(table, request, { vendorId, nowMs })));
}
