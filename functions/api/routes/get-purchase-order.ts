import { viewOrder } from '../../../core/domain/purchase-order-view.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadOrder } from '../../../core/store/purchase-orders.ts';
import type { Table } from '../../../core/store/table.ts';

/** The order that fulfils a request (procurement-api 58). */
export function getPurchaseOrder(table: Table) {
  return defineRoute('GET /v1/erp/purchase-orders/{id}', {
    roles: ROLES,
    async handle({ params: { id }, caller }) {
      const { order } = await loadOrder(table, caller.orgId, id);
      return { status: 200, body: viewOrder(order), version: order.version };
    },
  });
}
