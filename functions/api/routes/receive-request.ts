import { viewOrder } from '../../../core/domain/purchase-order-view.ts';
import { ReceiveManuallySchema, receiveManually } from '../../../core/domain/receive-manually.ts';
import { mayEditOthers, ROLES } from '../../../core/runtime/http/caller.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { saveOrderUpdate } from '../../../core/store/order-updates.ts';
import type { Table } from '../../../core/store/table.ts';
import { loadRequestSync } from '../load-request-sync.ts';

/** Records what has arrived of a manual request's order, and moves it in the budget (procurement-api 74). */
export function receiveRequest(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/receive', {
    roles: ROLES,
    body: ReceiveManuallySchema,
    async handle({ body: input, params: { id }, caller, ifMatch, now }) {
      const found = await loadRequestSync(table, caller.orgId, id);
      requireMatch(ifMatch, found.request);
      const command = { input, by: caller.userId, mayEditOthers: mayEditOthers(caller), now };
      const update = receiveManually(found.request, found.order, command);
      const { status, version } = update.request ?? found.request;
      return {
        status: 200,
        body: { id, status, purchase_order: viewOrder(update.order) },
        version,
        writes: saveOrderUpdate(update),
      };
    },
  });
}
