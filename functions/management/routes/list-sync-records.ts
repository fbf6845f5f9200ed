import * as z from 'zod/mini';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { actionOf } from '../../../core/sync/action-of.ts';
import { PARTNER_NAMES } from '../../../core/sync/partners.ts';
import { statusOf, viewSync } from '../../../core/sync/sync-view.ts';
import { querySyncs, syncListKeyForm } from '../sync-list.ts';

const ATTENTION = ['failed', 'unknown'] as const;

const QuerySchema = z.strictObject({
  state: z.optional(z.enum([...ATTENTION, 'pending', 'in_flight', 'waiting'])),
  partner: z.optional(z.enum(PARTNER_NAMES)),
  ...PAGE_QUERY,
});

/** The syncs that need attention, or those in another state, with what a person can do (procurement-api 140, 141). */
export function listSyncRecords(table: Table) {
  return defineRoute('GET /v1/sync/records', {
    roles: ['procurement_approver', 'procurement_admin'],
    query: QuerySchema,
    async handle({ query: { state, partner, limit, cursor }, caller: { orgId } }) {
      const scope = [orgId, state, partner];
      const states: readonly string[] = state === undefined ? ATTENTION : [state];
      const group = ATTENTION.some((one) => states.includes(one)) ? 'ATTENTION' : 'OPEN';
      const after = decodeCursor(scope, syncListKeyForm(group), cursor);
      const { syncs, next } = await querySyncs(table, { orgId, partner, group, limit, after }, (record) =>
        states.includes(statusOf(record)),
      );
      const data = syncs.map(({ partner: name, record }) => ({ ...viewSync(record), action: actionOf(name, record) }));
      return { status: 200, body: viewPage(scope, data, next) };
    },
  });
}
