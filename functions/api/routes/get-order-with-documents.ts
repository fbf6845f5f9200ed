import { viewOrderDocuments } from '../../../core/domain/order-documents-view.ts';
import { viewOrder } from '../../../core/domain/purchase-order-view.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadOrderDocuments } from '../../../core/store/order-documents.ts';
import { loadOrder } from '../../../core/store/purchase-orders.ts';
import type { Table } from '../../../core/store/table.ts';

/** An order with what its supplier has posted about it (procurement-api 155). */
export function getOrderWithDocuments(table: Table) {
  return defineRoute('GET /v1/purchase-orders/{id}', {
    roles: ROLES,
    async handle({ params: { id }, caller: { orgId } }) {
      const { order } = await loadOrder(table, orgId, id);
      const documents = await loadOrderDocuments(table, orgId, order.id);
      return { status: 200, body: { ...viewOrder(order), ...viewOrderDocuments(documents) }, version: order.version };
    },
  });
}
