import * as z from 'zod/mini';
import { cancel, viewCancellation } from '../../../core/domain/cancel-request.ts';
import { CommentSchema } from '../../../core/domain/request-input.ts';
import { mayEditOthers, ROLES } from '../../../core/runtime/http/caller.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { saveMovement } from '../../../core/store/budgets.ts';
import { saveCosts } from '../../../core/store/costs.ts';
import { loadOrder, saveOrder } from '../../../core/store/purchase-orders.ts';
import { loadRequest, saveRequest } from '../../../core/store/requests.ts';
import { saveRevision } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';

const BodySchema = z.strictObject({ reason: CommentSchema });

/** Cancels a request, releases its budget, and carries the cancellation of its order to the ERP (procurement-api 59). */
export function cancelRequest(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/cancel', {
    roles: ROLES,
    body: BodySchema,
    async handle({ body, params: { id }, caller, ifMatch, now, nowMs }) {
      const found = await loadRequest(table, caller.orgId, id);
      requireMatch(ifMatch, found);
      const { purchase_order_id: orderId } = found;
      const synced = orderId === null ? undefined : await loadOrder(table, caller.orgId, orderId);
      const command = {
        by: caller.userId,
        mayEditOthers: mayEditOthers(caller),
        mayCancelOrders: caller.roles.includes('procurement_admin'),
        reason: body.reason || null,
        now,
      };
      const cancellation = cancel(found, synced?.order, command);
      const { request, order, release, costs } = cancellation;
      return {
        status: 200,
        body: viewCancellation(cancellation, command),
        version: request.version,
        writes: [
          saveRequest(request),
          ...(release ? [saveMovement(release)] : []),
          ...(costs ? [saveCosts(costs)] : []),
          ...(order ? [saveOrder(order)] : []),
          ...(order && synced ? synced.records.map((record) => saveRevision(record, order.revision, nowMs)) : []),
        ],
      };
    },
  });
}
