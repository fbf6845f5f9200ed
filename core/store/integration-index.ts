import * as z from 'zod/mini';
import { isSettled, needsAttention, type SyncRecord, SyncRecordSchema } from '../sync/sync-record.ts';
import { sortableTime } from './due-index.ts';
import { getItem, queryPages, type Table } from './table.ts';

/** An integration's sync records that are open or need attention: gsi2, by the time at which they were created. */

function integrationPartition(orgId: string, partner: string): string {
  return `ORG#${orgId}#SYNC#${partner}`;
}

/** The index keys of a record; undefined when it is synced. */
export function integrationKeysOf(record: SyncRecord) {
  const isOpen = !isSettled(record);
  if (!isOpen && !needsAttention(record)) return { gsi2pk: undefined, gsi2sk: undefined };
  return {
    gsi2pk: integrationPartition(record.org_id, record.partner),
    gsi2sk: [isOpen ? 'OPEN' : 'ATTENTION', sortableTime(record.created_at), record.job_id].join('#'),
  };
}

export interface Backlog {
  /** Records that are not settled. */
  readonly count: number;
  /** When the oldest of them was created, in milliseconds; undefined without any. */
  readonly oldestMs: number | undefined;
}

/** How much waits for an integration. */
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
        .map((item) => SyncRecordSchema.parse(item))
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
