import * as z from 'zod/mini';
import { isSettled, needsAttention, type SyncRecord, SyncRecordSchema } from '../sync/sync-record.ts';
import { sortableTime } from './due-index.ts';
import { queryPages, readItems, type Table } from './table.ts';

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

/** How many of an integration's records need attention. */
export async function countAttention(table: Table, orgId: string, partner: string): Promise<number> {
  let count = 0;
  for await (const page of queryIntegration(table, orgId, partner, 'ATTENTION')) count += page.length;
  return count;
}

/** The partition's two groups: of what is not settled, and of what needs attention. */
export type SyncGroup = 'OPEN' | 'ATTENTION';

export interface SyncPage {
  readonly records: SyncRecord[];
  /** The index sort key to continue after; absent on the last page. */
  readonly next?: string;
}

/** Index entries that one page reads at most, where few of them match: the caller continues from there. */
const MAX_READ = 1000;

/** Index entries that are read together, at most. */
const CHUNK = 100;

/** The form of a group's sort keys, as the source of a regular expression. */
export function syncSortKeyForm(group: SyncGroup): string {
  return `${group}#\\d{15}#sync_[0-9A-Za-z]{12}`;
}

interface SyncPlace {
  readonly orgId: string;
  readonly partner: string;
  readonly group: SyncGroup;
}

interface SyncWindow {
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after: string | undefined;
}

/**
 * Up to `limit` of an integration's records in a group that match, oldest first. The index gives the order; the records are
 * read consistently.
 */
export async function querySyncPage(
  table: Table,
  place: SyncPlace,
  window: SyncWindow,
  matches: (record: SyncRecord) => boolean,
): Promise<SyncPage> {
  const records: SyncRecord[] = [];
  let last: string | undefined;
  let read = 0;
  for await (const { sortKey, record } of recordsOldestFirst(table, place, window)) {
    if (record && matches(record)) {
      if (last !== undefined && records.length === window.limit) return { records, next: last };
      records.push(record);
      last = sortKey;
    }
    if (++read === MAX_READ) return { records, next: sortKey };
  }
  return { records };
}

/** Index entries with their records, which may be gone. */
async function* recordsOldestFirst(
  table: Table,
  { orgId, partner, group }: SyncPlace,
  { limit, after }: SyncWindow,
): AsyncIterable<{ readonly sortKey: string; readonly record: SyncRecord | undefined }> {
  const nameOf = ({ pk, sk }: Readonly<Record<string, unknown>>) => `${pk}\n${sk}`;
  for await (const page of queryIntegration(table, orgId, partner, group, {
    limit: Math.min(CHUNK, limit + 1),
    after,
  })) {
    const keys = page.map(({ key }) => key);
    const items = new Map((await readItems(table, keys, true)).map((item) => [nameOf(item), item]));
    for (const { key, sortKey } of page) {
      const item = items.get(nameOf({ ...key }));
      yield { sortKey, record: item && SyncRecordSchema.parse(item) };
    }
  }
}

const IntegrationEntrySchema = z.object({ pk: z.string(), sk: z.string(), gsi2sk: z.string() });

/** An integration's records in a group, oldest first, in pages of at most `limit`, from after a sort key on. */
export async function* queryIntegration(
  table: Table,
  orgId: string,
  partner: string,
  group: SyncGroup,
  { limit, after }: { readonly limit?: number; readonly after?: string | undefined } = {},
) {
  const pages = queryPages(table, {
    IndexName: 'gsi2',
    KeyConditionExpression: 'gsi2pk = :pk AND gsi2sk BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': integrationPartition(orgId, partner),
      // No sort key is the beginning of another one, so nothing lies between a key and the same with a space.
      ':first': after === undefined ? `${group}#` : `${after} `,
      ':last': `${group}#~`,
    },
    ...(limit !== undefined && { Limit: limit }),
  });
  for await (const page of pages) {
    yield page.map((item) => {
      const { pk, sk, gsi2sk: sortKey } = IntegrationEntrySchema.parse(item);
      return { key: { pk, sk }, sortKey, createdMs: Number(sortKey.split('#')[1]) };
    });
  }
}
