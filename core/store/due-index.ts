import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { queryPages, type Table, type TableKey } from './table.ts';

/** What the sweep notifies: gsi1, in shards, by time. */

const SHARDS = 8;
export const DUE_PARTITIONS: readonly string[] = Array.from({ length: SHARDS }, (_, shard) => `DUE#${shard}`);

/** The index keys of what is not due. */
export const NOT_DUE = { gsi1pk: undefined, gsi1sk: undefined };

/** Milliseconds in a sort key. */
export function sortableTime(ms: number): string {
  return String(ms).padStart(15, '0');
}

/** The index keys of what is due at a time; `id` spreads over the shards, and `parts` begin with organization and partner. */
export function dueKeysOf(id: string, dueMs: number, parts: readonly string[]) {
  const shard = createHash('sha256').update(id).digest().readUInt8() % SHARDS;
  return { gsi1pk: DUE_PARTITIONS[shard], gsi1sk: [sortableTime(dueMs), ...parts].join('#') };
}

export interface DueEntry {
  readonly orgId: string;
  readonly partner: string;
  readonly key: TableKey;
}

const EntrySchema = z.object({ pk: z.string(), sk: z.string(), gsi1sk: z.string() });

/** What is due in a partition, longest overdue first, in pages. */
export async function* queryDue(table: Table, partition: string, nowMs: number): AsyncIterable<DueEntry[]> {
  const pages = queryPages(table, {
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk < :now',
    ExpressionAttributeValues: { ':pk': partition, ':now': sortableTime(nowMs) },
  });
  for await (const page of pages) {
    yield page.map((item) => {
      const { pk, sk, gsi1sk } = EntrySchema.parse(item);
      const [, orgId = '', partner = ''] = gsi1sk.split('#');
      return { orgId, partner, key: { pk, sk } };
    });
  }
}
