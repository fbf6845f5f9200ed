import * as z from 'zod/mini';
import { REQUEST_STATUSES, REQUEST_TYPES } from '../../../core/domain/procurement-request.ts';
import { viewRequest } from '../../../core/domain/request-view.ts';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { queryRequests } from '../../../core/store/request-list.ts';
import { REQUEST_SORT_KEY } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

const QuerySchema = z.strictObject({
  status: z.optional(z.enum(REQUEST_STATUSES)),
  type: z.optional(z.enum(REQUEST_TYPES)),
  requester_id: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  ...PAGE_QUERY,
});

/** A page of requests, newest first, by any combination of filters (procurement-api 17–20). */
export function listRequests(table: Table) {
  return defineRoute('GET /v1/erp/procurement', {
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { limit, cursor, ...filter }, caller: { orgId } }) {
      const scope = [orgId, filter.status, filter.type, filter.requester_id];
      const after = decodeCursor(scope, REQUEST_SORT_KEY, cursor);
      const { entries: requests, next } = await queryRequests(table, orgId, filter, limit, after);
      return { status: 200, body: viewPage(scope, requests.map(viewRequest), next) };
    },
  });
}
