import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { HubError } from '../domain/errors.ts';
import type { SubjectEntity } from '../sync/subject.ts';
import { isSettled, needsAttention, type SyncRecord, SyncRecordSchema } from '../sync/sync-record.ts';
import { revised } from '../sync/sync-requests.ts';
import { dueKeysOf, NOT_DUE, sortableTime } from './due-index.ts';
import { ENTITY } from './names.ts';
import { queryPages, setAttributes, type Table, versionConflict, type Write } from './table.ts';

/**
 * Sync records: one item per partner and flow, in the partition of their subject, and a pointer per job id. gsi1 has those
 * that are due, in shards for the sweep; gsi2 has an integration's that are open or need attention.
 */

export function subjectPartition(entity: SubjectEntity, orgId: string, id: string): string {
  return `ORG#${orgId}#${entity.toUpperCase()}#${id}`;
}
function syncKey({ org_id, subject_entity, subject_id, partner, flow }: SyncRecord) {
  return { pk: subjectPartition(subject_entity, org_id, subject_id), sk: `SYNC#${partner}#${flow}` };
}
function jobKey(orgId: string, jobId: string) {
  return { pk: `ORG#${orgId}#JOB#${jobId}`, sk: 'JOB' };
}
function integrationPartition(orgId: string, partner: string): string {
  return `ORG#${orgId}#SYNC#${partner}`;
}

/** The keys of a record in the indexes; undefined where it is in none. */
function indexKeys(record: SyncRecord) {
  const { org_id, partner, job_id, due_at, created_at } = record;
  const isOpen = !isSettled(record);
  return {
    ...(due_at === null ? NOT_DUE : dueKeysOf(job_id, due_at, [org_id, partner, job_id])),
    ...(isOpen || needsAttention(record)
      ? {
          gsi2pk: integrationPartition(org_id, partner),
          gsi2sk: [isOpen ? 'OPEN' : 'ATTENTION', sortableTime(created_at), job_id].join('#'),
        }
      : { gsi2pk: undefined, gsi2sk: undefined }),
  };
}

export function syncRecordFromItem(item: unknown): SyncRecord {
  return SyncRecordSchema.parse(item);
}

export function saveNewSyncRecord(record: SyncRecord): Write[] {
  const key = syncKey(record);
  return [
    {
      put: {
        Item: { ...key, entity: ENTITY.syncRecord, ...indexKeys(record), ...record },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
      onConditionFailed: versionConflict(record.subject_id),
    },
    {
      put: {
        Item: { ...jobKey(record.org_id, record.job_id), entity: ENTITY.syncJob, record_pk: key.pk, record_sk: key.sk },
      },
    },
  ];
}

/** Saves the next state of a record, on condition that it has not changed since `seen` was read. */
export function saveSyncRecord(seen: SyncRecord, next: SyncRecord): Write {
  const set = setAttributes(next, indexKeys(next));
  return {
    update: {
      Key: syncKey(seen),
      ...set,
      ConditionExpression: '#version = :seen',
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':seen': seen.version },
    },
    onConditionFailed: versionConflict(seen.subject_id),
  };
}

/**
 * Tells a record that its subject has a new revision. The consumer that holds the record may save it at the same time:
 * only what depends on the revision is written, and the consumer finds it when its own save conflicts.
 */
export function saveRevision(seen: SyncRecord, revision: number, nowMs: number): Write {
  const next = revised(seen, revision, nowMs);
  const { due_at, wanted_revision } = next;
  const set = setAttributes({ due_at, wanted_revision }, indexKeys(next));
  return {
    update: {
      Key: syncKey(seen),
      ...set,
      UpdateExpression: `SET #version = #version + :one, ${set.UpdateExpression.slice('SET '.length)}`,
      ConditionExpression: `attribute_exists(pk) AND ${seen.state === 'unknown' ? '#state = :unknown' : '#state <> :unknown'}`,
      ExpressionAttributeNames: { ...set.ExpressionAttributeNames, '#version': 'version', '#state': 'state' },
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':one': 1, ':unknown': 'unknown' },
    },
    onConditionFailed: versionConflict(seen.subject_id),
  };
}

const PointerSchema = z.object({ record_pk: z.string(), record_sk: z.string() });

/** The record of a job. Throws `sync_job.not_found`, also for another organization's job. */
export async function loadSyncRecordByJob(table: Table, orgId: string, jobId: string): Promise<SyncRecord> {
  const pointer = await getItem(table, jobKey(orgId, jobId));
  const { record_pk: pk, record_sk: sk } = pointer ? PointerSchema.parse(pointer) : {};
  const record = pk && sk && (await getItem(table, { pk, sk }));
  if (!record) throw new HubError('sync_job.not_found', `There is no sync job ${jobId}.`);
  return syncRecordFromItem(record);
}

export interface TableKey {
  readonly pk: string;
  readonly sk: string;
}

async function getItem({ client, name }: Table, { pk, sk }: TableKey) {
  const Key = { pk, sk };
  return (await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }))).Item;
}

/** The record of an index entry, strongly consistent. */
export async function loadIndexed(table: Table, key: TableKey): Promise<SyncRecord | undefined> {
  const item = await getItem(table, key);
  return item && syncRecordFromItem(item);
}

export interface Backlog {
  /** Records that are not settled. */
  readonly count: number;
  /** When the oldest of them was created, in milliseconds; undefined without any. */
  readonly oldestMs: number | undefined;
}

export async function queryBacklog(table: Table, orgId: string, partner: string): Promise<Backlog> {
  let count = 0;
  let oldestMs: number | undefined;
  for await (const page of queryIntegration(table, orgId, partner, 'OPEN')) {
    count += page.length;
    oldestMs ??= page[0]?.createdMs;
  }
  return { count, oldestMs };
}

/** An integration's records that need attention and match, oldest first, up to `limit`. */
export async function queryNeedingAttention(
  table: Table,
  orgId: string,
  partner: string,
  limit: number,
  matches: (record: SyncRecord) => boolean,
): Promise<SyncRecord[]> {
  const records: SyncRecord[] = [];
  for await (const page of queryIntegration(table, orgId, partner, 'ATTENTION', limit)) {
    const loaded = await Promise.all(page.map(({ key }) => getItem(table, key)));
    records.push(
      ...loaded
        .filter((item) => item !== undefined)
        .map(syncRecordFromItem)
        .filter((record) => needsAttention(record) && matches(record)),
    );
    if (records.length >= limit) break;
  }
  return records.slice(0, limit);
}

const IntegrationEntrySchema = z.object({ pk: z.string(), sk: z.string(), gsi2sk: z.string() });

/** An integration's records that are open, or need attention, oldest first, in pages. */
export async function* queryIntegration(
  table: Table,
  orgId: string,
  partner: string,
  group: 'OPEN' | 'ATTENTION',
  limit?: number,
) {
  const pages = queryPages(table, {
    IndexName: 'gsi2',
    KeyConditionExpression: 'gsi2pk = :pk AND begins_with(gsi2sk, :group)',
    ExpressionAttributeValues: { ':pk': integrationPartition(orgId, partner), ':group': `${group}#` },
    ...(limit !== undefined && { Limit: limit }),
  });
  for await (const page of pages) {
    yield page.map((item) => {
      const { pk, sk, gsi2sk } = IntegrationEntrySchema.parse(item);
      return { key: { pk, sk }, createdMs: Number(gsi2sk.split('#')[1]) };
    });
  }
}
