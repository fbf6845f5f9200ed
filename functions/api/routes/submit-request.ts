import * as z from 'zod';
import { transition } from '../../../core/domain/procurement-request.ts';
import { viewRequest } from '../../../core/domain/request-view.ts';
import { mayEditOthers, ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { getRequest, updateRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

/** `POST /v1/erp/procurement/{id}/submit`: a draft asks for approval. */
export function submitRequest(table: Table) {
  return defineRoute({
    roles: ROLES,
    body: z.strictObject({}),
    async handle({ params: { id = '' }, caller, nowMs }) {
      const request = await getRequest(table, caller.orgId, id);
      const command = { kind: 'submit', by: caller.userId, mayEditOthers: mayEditOthers(caller) } as const;
      const submitted = transition(request, command, Math.floor(nowMs / 1000));
      return { status: 200, body: viewRequest(submitted), writes: [updateRequest(submitted)] };
    },
  });
}
