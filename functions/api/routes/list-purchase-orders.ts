import * as z from 'zod/mini';
import { PURCHASE_ORDER_STATUSES } from '../../../core/domain/order-receipts.ts';
import { viewOrder } from '../../../core/domain/purchase-order-view.ts';
import { SupplierIdSchema } from '../../../core/domain/supplier.ts';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { ORDER_POSITION, queryOrders } from '../../../core/store/purchase-order-list.ts';
import type { Table } from '../../../core/store/table.ts';

const QuerySchema = z.strictObject({
  status: z.optional(z.enum(PURCHASE_ORDER_STATUSES)),
  supplier_id: z.optional(SupplierIdSchema),
  vendor_id: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  ...PAGE_QUERY,
});

/** A page of orders, newest first, by any combination of filters (procurement-api 154). */
export function listPurchaseOrders(table: Table) {
  return defineRoute('GET /v1/purchase-orders', {
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { limit, cursor, ...filter }, caller: { orgId } }) {
      const scope = [orgId, 'purchase_orders', filter.status, filter.supplier_id, filter.vendor_id];
      const after = decodeCursor(scope, ORDER_POSITION, cursor);
      const { entries: orders, next } = await queryOrders(table, orgId, filter, limit, after);
      return { status: 200, body: viewPage(scope, orders.map(viewOrder), next) };
    },
  });
}
