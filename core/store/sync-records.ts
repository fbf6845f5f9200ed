import * as z from 'zod/mini';
import { HubError } from '../domain/errors.ts';
import type { SubjectEntity } from '../sync/subject.ts';
import { type SyncRecord, SyncRecordSchema } from '../sync/sync-record.ts';
import { revised } from '../sync/sync-requests.ts';
import { dueKeysOf, NOT_DUE } from './due-index.ts';
import { integrationKeysOf } from './integration-index.ts';
import { ENTITY } from './names.ts';
import { getItem, type Item, type Table, type TableKey } from './table.ts';
import { saveNextVersion, setAttributesAndCount } from './update.ts';
import { insertItem, replaceItem, versionConflict, type Write } from './write.ts';

/**
 * Sync records: one item per partner and flow, in the partition of their subject, and a pointer per job id. gsi1 has those
 * that are due, in shards for the sweep; gsi2 has an integration's that are open or need attention.
 */

/** The partition that holds a subject and its sync records, so that one query reads them. */
export function subjectPartition(entity: SubjectEntity, orgId: string, id: string): string {
  return `ORG#${orgId}#${entity.toUpperCase()}#${id}`;
}
function syncKey({ org_id, subject_entity, subject_id, partner, flow }: SyncRecord) {
  return { pk: subjectPartition(subject_entity, org_id, subject_id), sk: `SYNC#${partner}#${flow}` };
}
/** What a job id names: a pointer to a sync record, or a job of a pull. */
export function jobKey(orgId: string, jobId: string) {
  return { pk: `ORG#${orgId}#JOB#${jobId}`, sk: 'JOB' };
}

/** The keys of a record in the indexes; undefined where it is in none. */
function indexKeys(record: SyncRecord) {
  const { org_id, partner, job_id, due_at } = record;
  const dueKeys = due_at === null ? NOT_DUE : dueKeysOf(job_id, due_at, [org_id, partner, job_id]);
  return { ...dueKeys, ...integrationKeysOf(record) };
}

export function syncRecordFromItem(item: unknown): SyncRecord {
  return SyncRecordSchema.parse(item);
}

/** Inserts a record, and the pointer that finds it by its job id. */
export function saveNewSyncRecord(record: SyncRecord): Write[] {
  const key = syncKey(record);
  return [
    insertItem(record.subject_id, { ...key, entity: ENTITY.syncRecord, ...indexKeys(record), ...record }),
    replaceItem({
      ...jobKey(record.org_id, record.job_id),
      entity: ENTITY.syncJob,
      record_pk: key.pk,
      record_sk: key.sk,
    }),
  ];
}

/** Saves the next state of a record, on condition that it has not changed since `seen` was read. */
export function saveSyncRecord(seen: SyncRecord, next: SyncRecord): Write {
  return saveNextVersion(syncKey(seen), { id: seen.subject_id, seen: seen.version }, next, indexKeys(next));
}

/**
 * Tells a record that its subject has a new revision. The consumer that holds the record may save it at the same time:
 * only what depends on the revision is written, and the consumer finds it when its own save conflicts.
 */
export function saveRevision(seen: SyncRecord, revision: number, nowMs: number): Write {
  const next = revised(seen, revision, nowMs);
  const { due_at, wanted_revision } = next;
  const set = setAttributesAndCount({ due_at, wanted_revision }, indexKeys(next));
  return {
    update: {
      Key: syncKey(seen),
      ...set,
      ConditionExpression: `attribute_exists(pk) AND ${seen.state === 'unknown' ? '#state = :unknown' : '#state <> :unknown'}`,
      ExpressionAttributeNames: { ...set.ExpressionAttributeNames, '#state': 'state' },
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':unknown': 'unknown' },
    },
    onConditionFailed: versionConflict(seen.subject_id),
  };
}

const PointerSchema = z.object({ record_pk: z.string(), record_sk: z.string() });

/** The record of a job. Throws `sync_job.not_found`, also for another organization's job. */
export async function loadSyncRecordByJob(table: Table, orgId: string, jobId: string): Promise<SyncRecord> {
  return loadRecordOf(table, jobId, await getItem(table, jobKey(orgId, jobId)));
}

/** The record that a job's item points to. Throws `sync_job.not_found` without one. */
export async function loadRecordOf(table: Table, jobId: string, pointer: Item | undefined): Promise<SyncRecord> {
  const { data: { record_pk: pk, record_sk: sk } = {} } = PointerSchema.safeParse(pointer);
  const record = pk && sk && (await getItem(table, { pk, sk }));
  if (!record) throw new HubError('sync_job.not_found', `There is no sync job ${jobId}.`);
  return syncRecordFromItem(record);
}

/** The record of an index entry, strongly consistent. */
export async function findIndexedRecord(table: Table, key: TableKey): Promise<SyncRecord | undefined> {
  const item = await getItem(table, key);
  return item && syncRecordFromItem(item);
}
