import { viewRequestWithHistory } from '../../../core/domain/request-view.ts';
import { ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { getRequest as getStoredRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

/** `GET /v1/erp/procurement/{id}`: the request with its approval history (seed, "Get procurement request"). */
export function getRequest(table: Table) {
  return defineRoute({
    roles: ROLES,
    async handle({ params: { id = '' }, caller }) {
      return { status: 200, body: viewRequestWithHistory(await getStoredRequest(table, caller.orgId, id)) };
    },
  });
}
