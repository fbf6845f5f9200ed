import { OrderManuallySchema, orderManually } from '../../../core/domain/order-manually.ts';
import { viewOrder } from '../../../core/domain/purchase-order-view.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { newPurchaseOrderId } from '../../../core/runtime/ids.ts';
import { saveNewOrder } from '../../../core/store/purchase-orders.ts';
import { loadRequest, saveRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';
import { findOrderSupplier } from '../find-order-supplier.ts';

/** Records the order that a buyer has placed for a manual request (procurement-api 73). */
export function orderRequest(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/order', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: OrderManuallySchema,
    async handle({ body: input, params: { id }, caller: { orgId, userId }, ifMatch, now, nowMs }) {
      const found = await loadRequest(table, orgId, id);
      requireMatch(ifMatch, found);
      const { request, order } = orderManually(found, {
        input,
        by: userId,
        purchaseOrderId: newPurchaseOrderId(),
        supplier: await findOrderSupplier(table, found, { nowMs }),
        now,
      });
      return {
        status: 200,
        body: { id, status: request.status, purchase_order: viewOrder(order) },
        version: request.version,
        writes: [saveRequest(request), saveNewOrder(order)],
      };
    },
  });
}
