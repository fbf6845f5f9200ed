import { viewOrder } from '../../../core/domain/purchase-order-view.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';
import { loadRequestSync } from '../load-request-sync.ts';

/** The request's order, and its state at each partner (procurement-api 46). */
export function getRequestSync(table: Table) {
  return defineRoute('GET /v1/erp/procurement/{id}/sync', {
    roles: ROLES,
    async handle({ params: { id }, caller }) {
      const { request, order, records } = await loadRequestSync(table, caller.orgId, id);
      const purchase_order = order ? viewOrder(order) : null;
      return { status: 200, body: { id, status: request.status, purchase_order, data: records.map(viewSync) } };
    },
  });
}
