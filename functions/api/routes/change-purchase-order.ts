import { ChangeOrderSchema, changeOrder } from '../../../core/domain/change-order.ts';
import { viewOrder } from '../../../core/domain/purchase-order-view.ts';
import { requireRole } from '../../../core/runtime/http/caller.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { saveOrderUpdate } from '../../../core/store/order-updates.ts';
import { loadOrganization } from '../../../core/store/organizations.ts';
import { loadOrder } from '../../../core/store/purchase-orders.ts';
import { loadRequest } from '../../../core/store/requests.ts';
import { saveRevision } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { loadBudgetLimit } from '../load-budget-limit.ts';

/** Changes an order, moves the difference in the budget, and carries the change to the ERP (procurement-api 60). */
export function changePurchaseOrder(table: Table) {
  return defineRoute('PATCH /v1/erp/purchase-orders/{id}', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: ChangeOrderSchema,
    async handle({ body: input, params: { id }, caller, ifMatch, now, nowMs }) {
      const { orgId, userId } = caller;
      const [found, organization] = await Promise.all([loadOrder(table, orgId, id), loadOrganization(table, orgId)]);
      requireMatch(ifMatch, found.order);
      const { request_id, budget_year, cost_center } = found.order;
      const original = request_id === null ? undefined : await loadRequest(table, orgId, request_id);
      const limit = await loadBudgetLimit(table, organization, budget_year, cost_center);
      const change = changeOrder(found.order, original, organization, { input, by: userId, now }, limit);
      const { order, movement } = change;
      // To spend more is an approval.
      if (movement && movement.committed > 0) requireRole(caller, ['procurement_approver']);
      return {
        status: 200,
        body: viewOrder(order),
        version: order.version,
        writes: [
          ...saveOrderUpdate(change),
          ...found.records.map((record) => saveRevision(record, order.revision, nowMs)),
        ],
      };
    },
  });
}
