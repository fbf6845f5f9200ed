import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadRequestWithSync } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';

/** The state of the request at each partner (procurement-api 46). */
export function getRequestSync(table: Table) {
  return defineRoute('GET /v1/erp/procurement/{id}/sync', {
    roles: ROLES,
    async handle({ params: { id }, caller }) {
      const { request, records } = await loadRequestWithSync(table, caller.orgId, id);
      return { status: 200, body: { id, status: request.status, data: records.map(viewSync) } };
    },
  });
}
