import { ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { requestNotFound } from '../../../core/store/requests.ts';
import { getRequestWithSync } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';

/** `GET /v1/erp/procurement/{id}/sync`: what each partner knows of the request. */
export function getRequestSync(table: Table) {
  return defineRoute({
    roles: ROLES,
    async handle({ params: { id = '' }, caller }) {
      const found = await getRequestWithSync(table, caller.orgId, id);
      if (!found) throw requestNotFound(id);
      return { status: 200, body: { id, status: found.request.status, data: found.records.map(viewSync) } };
    },
  });
}
