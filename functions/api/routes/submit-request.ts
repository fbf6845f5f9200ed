import * as z from 'zod/mini';
import { transition } from '../../../core/domain/procurement-request.ts';
import { viewRequest } from '../../../core/domain/request-view.ts';
import { mayEditOthers, ROLES } from '../../../core/runtime/http/caller.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadRequest, saveRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

/** Submits a draft for approval (procurement-api 50). */
export function submitRequest(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/submit', {
    roles: ROLES,
    body: z.strictObject({}),
    async handle({ params: { id }, caller, ifMatch, now }) {
      const request = await loadRequest(table, caller.orgId, id);
      requireMatch(ifMatch, request);
      const command = { kind: 'submit', by: caller.userId, mayEditOthers: mayEditOthers(caller) } as const;
      const submitted = transition(request, command, now);
      return {
        status: 200,
        body: viewRequest(submitted),
        version: submitted.version,
        writes: [saveRequest(submitted)],
      };
    },
  });
}
