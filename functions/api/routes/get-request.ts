import { viewRequestWithHistory } from '../../../core/domain/request-view.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

/** The request with its approval history (procurement-api 27). */
export function getRequest(table: Table) {
  return defineRoute('GET /v1/erp/procurement/{id}', {
    roles: ROLES,
    async handle({ params: { id }, caller }) {
      const request = await loadRequest(table, caller.orgId, id);
      return { status: 200, body: viewRequestWithHistory(request), version: request.version };
    },
  });
}
