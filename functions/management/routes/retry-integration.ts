import * as z from 'zod/mini';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { queryNeedingAttention } from '../../../core/store/integration-index.ts';
import { saveSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import type { SyncErrorCode } from '../../../core/sync/errors.ts';
import type { SyncRecord } from '../../../core/sync/sync-record.ts';
import { retryRequested } from '../../../core/sync/sync-requests.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';
import { partnerOf } from '../integration.ts';

const BodySchema = z.strictObject({
  status: z._default(z.enum(['failed', 'unknown']), 'failed'),
  /** Only those whose last error has this code. */
  code: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
});

/** A transaction has at most 100 items, and the idempotency record is one. */
const MAX_RETRIES = 99;

/** A person has named a document for these, so that only a retry that names the code creates others. */
const LINK_FAILED = 'sync.link_failed' satisfies SyncErrorCode;

/** Retries the integration's syncs that need attention and match; `has_more` says to call again (procurement-api 64). */
export function retryIntegration(table: Table) {
  return defineRoute('POST /v1/integrations/{partner}/retry', {
    roles: ['procurement_admin'],
    body: BodySchema,
    async handle({ body: { status, code }, params, caller: { orgId }, nowMs }) {
      const partner = partnerOf(params.partner);
      const matches = ({ state, last_error }: SyncRecord): boolean =>
        state === status && (code === undefined ? last_error?.code !== LINK_FAILED : last_error?.code === code);
      const matching = await queryNeedingAttention(table, orgId, partner, MAX_RETRIES + 1, matches);
      const retries = matching.slice(0, MAX_RETRIES).map((record) => ({ record, next: retryRequested(record, nowMs) }));
      return {
        status: 202,
        body: { partner, has_more: matching.length > retries.length, data: retries.map(({ next }) => viewSync(next)) },
        writes: retries.map(({ record, next }) => saveSyncRecord(record, next)),
      };
    },
  });
}
