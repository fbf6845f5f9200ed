import * as z from 'zod/mini';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { saveSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { PARTNER_NAMES } from '../../../core/sync/partners.ts';
import { isRetriedBy } from '../../../core/sync/requested-changes.ts';
import type { SyncRecord } from '../../../core/sync/sync-record.ts';
import { retryRequested } from '../../../core/sync/sync-requests.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';
import { querySyncs } from '../sync-list.ts';

const BodySchema = z.strictObject({
  /** Of one partner; of all without. */
  partner: z.optional(z.enum(PARTNER_NAMES)),
  state: z._default(z.enum(['failed', 'unknown']), 'failed'),
  /** Only those whose last error has this code. */
  code: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  /** Says what a retry would do, and does nothing. */
  dry_run: z._default(z.boolean(), false),
});

/** A transaction has at most 100 items, and the idempotency record is one. */
const MAX_RETRIES = 99;
const MAX_COUNTED = 1000;
const MAX_IDS = 10;

/** Retries the syncs that need attention and match; `has_more` says to call again (procurement-api 143). */
export function retrySyncs(table: Table) {
  return defineRoute('POST /v1/sync/retry', {
    roles: ['procurement_admin'],
    body: BodySchema,
    async handle({ body: { partner, state, code, dry_run }, caller: { orgId }, nowMs }) {
      const matches = (record: SyncRecord) => isRetriedBy({ state, code }, record);
      const limit = dry_run ? MAX_COUNTED : MAX_RETRIES;
      const pageFrom = (after?: string) =>
        querySyncs(table, { orgId, partner, group: 'ATTENTION', limit, after }, matches);
      let { syncs, next } = await pageFrom();
      // A call that finds nothing would say to call again, forever.
      while (syncs.length === 0 && next !== undefined) ({ syncs, next } = await pageFrom(next));
      const result = { dry_run, count: syncs.length, has_more: next !== undefined };
      if (dry_run) {
        const sync_job_ids = syncs.slice(0, MAX_IDS).map(({ record }) => record.job_id);
        return { status: 200, body: { ...result, sync_job_ids } };
      }
      const retries = syncs.map(({ record }) => ({ record, after: retryRequested(record, nowMs) }));
      return {
        status: 202,
        body: { ...result, data: retries.map(({ after }) => viewSync(after)) },
        writes: retries.map(({ record, after }) => saveSyncRecord(record, after)),
      };
    },
  });
}
