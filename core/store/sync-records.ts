import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { HubError } from '../domain/errors.ts';
import type { ProcurementRequest } from '../domain/procurement-request.ts';
import { type CircuitBreaker, CircuitBreakerSchema, CLOSED } from '../sync/circuit-breaker.ts';
import type { SyncStore } from '../sync/sync-machine.ts';
import { type SyncRecord, SyncRecordSchema } from '../sync/sync-record.ts';
import { ENTITY } from './names.ts';
import { requestFromItem, requestNotFound, requestPartition, saveRequest } from './requests.ts';
import { commit, queryAll, replaceItem, setAttributes, type Table, versionConflict, type Write } from './table.ts';

/** Sync records: one item per partner, in the partition of their request. An item per job names the record's key. */

function syncKey(orgId: string, requestId: string, partner: string) {
  return {
    pk: requestPartition(orgId, requestId),
    sk: `SYNC#${partner}`,
  };
}
function jobKey(orgId: string, jobId: string) {
  return { pk: `ORG#${orgId}#JOB#${jobId}`, sk: 'JOB' };
}

export function syncRecordFromItem(item: unknown): SyncRecord {
  return SyncRecordSchema.parse(item);
}

/**
 * Inserts the records of a job, and the item that finds the first of them by the job's id. An index would not: a caller
 * may ask for the job before an index has it.
 */
export function saveNewSyncRecords(records: readonly SyncRecord[]): Write[] {
  const [first] = records;
  if (!first) return [];
  const { org_id, request_id, partner, job_id } = first;
  const job = { ...jobKey(org_id, job_id), entity: ENTITY.syncJob, record: syncKey(org_id, request_id, partner) };
  return [...records.map(saveNewSyncRecord), replaceItem(job)];
}

function saveNewSyncRecord(record: SyncRecord): Write {
  return {
    put: {
      Item: {
        ...syncKey(record.org_id, record.request_id, record.partner),
        entity: ENTITY.syncRecord,
        ...record,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
    onConditionFailed: versionConflict(record.request_id),
  };
}

/** Saves the next state of a record, on condition that it has not changed since `seen` was read. */
export function saveSyncRecord(seen: SyncRecord, next: SyncRecord): Write {
  const set = setAttributes(next);
  return {
    update: {
      Key: syncKey(seen.org_id, seen.request_id, seen.partner),
      ...set,
      ConditionExpression:
        '#attempts = :seenAttempts AND #state = :seenState AND #retries = :seenRetries AND #lease_owner = :seenOwner AND #updated_at = :seenUpdated',
      ExpressionAttributeValues: {
        ...set.ExpressionAttributeValues,
        ':seenAttempts': seen.attempts,
        ':seenState': seen.state,
        ':seenRetries': seen.retries,
        ':seenOwner': seen.lease_owner,
        ':seenUpdated': seen.updated_at,
      },
    },
    onConditionFailed: versionConflict(seen.request_id),
  };
}

export interface SyncedRequest {
  readonly request: ProcurementRequest;
  readonly records: SyncRecord[];
}

/** A request and its sync records, in one strongly consistent query. Throws `request.not_found`. */
export async function loadRequestWithSync(table: Table, orgId: string, requestId: string): Promise<SyncedRequest> {
  const found = await queryRequestWithSync(table, orgId, requestId);
  if (!found) throw requestNotFound(requestId);
  return found;
}

async function queryRequestWithSync(
  table: Table,
  orgId: string,
  requestId: string,
): Promise<SyncedRequest | undefined> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': requestPartition(orgId, requestId) },
    ConsistentRead: true,
  });
  const request = items.find(({ entity }) => entity === ENTITY.procurementRequest);
  const records = items.filter(({ entity }) => entity === ENTITY.syncRecord);
  return request && { request: requestFromItem(request), records: records.map(syncRecordFromItem) };
}

const SyncJobSchema = z.object({ record: z.object({ pk: z.string(), sk: z.string() }) });

/** The record of a job, strongly consistent. Throws `sync_job.not_found`, also for another organization's job. */
export async function loadSyncRecordByJob(table: Table, orgId: string, jobId: string): Promise<SyncRecord> {
  const get = async (Key: { readonly pk: string; readonly sk: string }) =>
    (await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }))).Item;
  const job = await get(jobKey(orgId, jobId));
  const record = job && (await get(SyncJobSchema.parse(job).record));
  if (!record) throw new HubError('sync_job.not_found', `There is no sync job ${jobId}.`);
  return syncRecordFromItem(record);
}

function breakerKey(orgId: string, partner: string) {
  return { pk: `ORG#${orgId}`, sk: `BREAKER#${partner}` };
}

export function createSyncStore(table: Table, partner: string): SyncStore {
  return {
    async load(orgId, requestId) {
      const found = await queryRequestWithSync(table, orgId, requestId);
      const record = found?.records.find((candidate) => candidate.partner === partner);
      return found && record && { request: found.request, record };
    },

    async acquireLease(seen, begun) {
      try {
        await commit(table, [saveSyncRecord(seen, begun)]);
        return true;
      } catch (error) {
        if (error instanceof HubError) return false;
        throw error;
      }
    },

    saveAttempt: (held, outcome, request) =>
      commit(table, [saveSyncRecord(held, outcome), ...(request ? [saveRequest(request)] : [])]),

    async loadBreaker(orgId): Promise<CircuitBreaker> {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: breakerKey(orgId, partner) }),
      );
      return Item ? CircuitBreakerSchema.parse(Item) : CLOSED;
    },

    saveBreaker: (orgId, breaker) =>
      commit(table, [
        {
          update: { Key: breakerKey(orgId, partner), ...setAttributes({ entity: ENTITY.circuitBreaker, ...breaker }) },
        },
      ]),

    async closeBreaker(orgId, seen) {
      const set = setAttributes({ ...CLOSED });
      const write: Write = {
        update: {
          Key: breakerKey(orgId, partner),
          ...set,
          ConditionExpression: '#open_until = :seen',
          ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':seen': seen.open_until },
        },
        onConditionFailed: versionConflict(`${partner} breaker`),
      };
      await commit(table, [write]).catch((error: unknown) => {
        // It has opened again since `seen` was read, and stays open.
        if (!(error instanceof HubError)) throw error;
      });
    },
  };
}
