import * as z from 'zod/mini';
import { HubError } from '../domain/errors.ts';
import type { SyncErrorCode } from './errors.ts';
import { needsAttention, type SyncRecord } from './sync-record.ts';
import { canBeRetried, linkRequested, retryRequested } from './sync-requests.ts';

/** What a person may request of sync records, wherever they find them. */

/** A document's id at a partner, as a person names it. */
export const DocumentIdSchema = z.string().check(z.trim(), z.minLength(1), z.maxLength(64));

/** A record, and how it continues. */
export interface RecordChange {
  readonly record: SyncRecord;
  readonly next: SyncRecord;
}

/** The retries of those records of `what` that a person can retry. Throws `sync.in_progress` or `sync.nothing_to_retry`. */
export function retriesOf(
  what: string,
  records: readonly SyncRecord[],
  nowMs: number,
): [RecordChange, ...RecordChange[]] {
  const [first, ...others] = records
    .filter((record) => canBeRetried(record, nowMs))
    .map((record) => ({ record, next: retryRequested(record, nowMs) }));
  if (first) return [first, ...others];
  requireIdle(what, records, nowMs);
  throw new HubError('sync.nothing_to_retry', `No sync of ${what} needs a retry.`);
}

/** Which of the syncs that need attention a person retries together: with `code`, those whose last error has it. */
export interface RetryFilter {
  readonly state: 'failed' | 'unknown';
  readonly code: string | undefined;
}

/** A person has named a document for these, so that only a retry that names the code creates others. */
const LINK_FAILED = 'sync.link_failed' satisfies SyncErrorCode;

/** Whether a retry of many syncs takes this one. */
export function isRetriedBy({ state, code }: RetryFilter, record: SyncRecord): boolean {
  const lastCode = record.last_error?.code;
  return record.state === state && (code === undefined ? lastCode !== LINK_FAILED : lastCode === code);
}

/** The link of a document to the record of `what` that needs attention. Throws `sync.in_progress` or `sync.not_linkable`. */
export function linkOf(what: string, records: readonly SyncRecord[], documentId: string, nowMs: number): RecordChange {
  const record = records.find(needsAttention);
  if (record) return { record, next: linkRequested(record, documentId, nowMs) };
  requireIdle(what, records, nowMs);
  throw new HubError('sync.not_linkable', `No sync of ${what} needs attention: only such a sync can be linked.`);
}

function requireIdle(what: string, records: readonly SyncRecord[], nowMs: number): void {
  if (!records.some(({ state, lease_until }) => state === 'in_flight' && lease_until > nowMs)) return;
  throw new HubError('sync.in_progress', `A sync of ${what} is calling the partner right now: read it in a moment.`);
}
