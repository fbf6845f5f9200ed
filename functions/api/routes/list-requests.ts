import * as z from 'zod';
import { REQUEST_STATUSES, REQUEST_TYPES } from '../../../core/domain/procurement-request.ts';
import { viewRequest } from '../../../core/domain/request-view.ts';
import { ROLES } from '../../../core/runtime/caller.ts';
import { openCursor, sealCursor } from '../../../core/runtime/cursor.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { listRequests as listStoredRequests } from '../../../core/store/request-list.ts';
import type { Table } from '../../../core/store/table.ts';

const QuerySchema = z.strictObject({
  status: z.enum(REQUEST_STATUSES).optional(),
  type: z.enum(REQUEST_TYPES).optional(),
  requester_id: z.string().min(1).max(255).optional(),
  limit: z
    .string()
    .regex(/^\d+$/, { error: 'is not a whole number' })
    .default('20')
    .transform(Number)
    .pipe(z.int().min(1).max(100)),
  cursor: z.string().min(1).max(4096).optional(),
});

/** `GET /v1/erp/procurement`: newest first, by any combination of filters (seed, "List procurement requests"). */
export function listRequests(table: Table, cursorSecret: () => Promise<string>) {
  return defineRoute({
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { limit, cursor, ...filter }, caller }) {
      const scope = JSON.stringify([caller.orgId, filter.status, filter.type, filter.requester_id]);
      const after = cursor === undefined ? undefined : openCursor(await cursorSecret(), scope, cursor);
      const { requests, next } = await listStoredRequests(table, caller.orgId, filter, limit, after);
      return {
        status: 200,
        body: {
          has_more: next !== undefined,
          next_cursor: next ? sealCursor(await cursorSecret(), scope, next) : null,
          data: requests.map(viewRequest),
        },
      };
    },
  });
}
