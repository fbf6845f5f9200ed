import { unixSeconds } from '../domain/time.ts';
import { isOpen, type Job, JobSchema } from '../pull/job.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { dueKeysOf, NOT_DUE, sortableTime } from './due-index.ts';
import { ENTITY, TABLE_KEYS } from './names.ts';
import { jobKey, loadRecordOf } from './sync-records.ts';
import { getItem, queryPage, readItems, type Table, type TableKey } from './table.ts';
import { saveNextVersion } from './update.ts';
import { insertItem, type Write } from './write.ts';

/**
 * Jobs of pulls: one item each, by its id. gsi1 has those that are open, for the sweep; gsi2 has an organization's by the
 * time at which they were queued. A job that has ended is kept for a month.
 */

const RETENTION_SECONDS = 30 * 24 * 60 * 60;

function listPartition(orgId: string): string {
  return `ORG#${orgId}#ERP_SYNC_JOBS`;
}

/** The form of the list's sort keys, for cursors. */
export const JOB_SORT_KEY = /^\d{15}#sync_[0-9A-Za-z]{12}$/;

function sortKeyOf({ queued_at, id }: Job): string {
  return `${sortableTime(queued_at)}#${id}`;
}

function dueKeys({ id, org_id, partner, due_at }: Job) {
  return due_at === null ? NOT_DUE : dueKeysOf(id, due_at, [org_id, partner, id]);
}

export function jobFromItem(item: unknown): Job {
  return JobSchema.parse(item);
}

/** A job, strongly consistent; undefined when there is none of this id. */
export async function findJob(table: Table, orgId: string, id: string): Promise<Job | undefined> {
  const item = await getItem(table, jobKey(orgId, id));
  return item?.entity === ENTITY.erpSyncJob ? jobFromItem(item) : undefined;
}

/** Whether an entry of the due index is a job. */
export function isJob({ sk }: TableKey): boolean {
  return sk === 'JOB';
}

/** The job of an index entry, strongly consistent. */
export async function findIndexedJob(table: Table, key: TableKey): Promise<Job | undefined> {
  const item = await getItem(table, key);
  return item && jobFromItem(item);
}

/** What a sync job's id names: a pull's job, or the sync record of an approval. Throws `sync_job.not_found`. */
export async function loadSyncJob(
  table: Table,
  orgId: string,
  id: string,
): Promise<{ readonly job: Job } | { readonly record: SyncRecord }> {
  const item = await getItem(table, jobKey(orgId, id));
  if (item?.entity === ENTITY.erpSyncJob) return { job: jobFromItem(item) };
  return { record: await loadRecordOf(table, id, item) };
}

export function saveNewJob(job: Job): Write {
  return insertItem(job.id, {
    ...jobKey(job.org_id, job.id),
    entity: ENTITY.erpSyncJob,
    ...dueKeys(job),
    gsi2pk: listPartition(job.org_id),
    gsi2sk: sortKeyOf(job),
    ...job,
  });
}

/** Saves the next state of a job, on condition that it has not changed since `seen` was read. */
export function saveJob(seen: Job, next: Job): Write {
  const expiry = isOpen(next) ? {} : { [TABLE_KEYS.ttl]: unixSeconds(next.ended_at ?? 0) + RETENTION_SECONDS };
  const version = { id: seen.id, seen: seen.version };
  return saveNextVersion(jobKey(seen.org_id, seen.id), version, { ...next, ...expiry }, dueKeys(next));
}

/** Up to `limit` jobs, newest first, after `after`: the `next` of the page before. The index lags, the jobs are current. */
export async function queryJobs(
  table: Table,
  orgId: string,
  limit: number,
  after: string | undefined,
): Promise<{ readonly jobs: Job[]; readonly next: string | undefined }> {
  const { items, last } = await queryPage(table, {
    IndexName: 'gsi2',
    KeyConditionExpression: after === undefined ? 'gsi2pk = :pk' : 'gsi2pk = :pk AND gsi2sk < :after',
    ExpressionAttributeValues: { ':pk': listPartition(orgId), ...(after !== undefined && { ':after': after }) },
    ScanIndexForward: false,
    Limit: limit,
  });
  const keys = items.map(({ gsi2sk }) => jobKey(orgId, String(gsi2sk).split('#')[1] ?? ''));
  const jobs = (await readItems(table, keys, true)).map(jobFromItem);
  return {
    jobs: jobs.sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? 1 : -1)),
    next: last && String(last.gsi2sk),
  };
}
