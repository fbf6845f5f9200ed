import * as z from 'zod/mini';
import { KINDS, type Kind } from '../domain/spendint/document.ts';
import type { DocumentOutcome, Failure } from '../domain/spendint/outcome.ts';
import type { RecordedFailures } from '../domain/spendint/tables/error-tables.ts';
import type { CreatedSpan } from '../domain/spendint/tables/query-scope.ts';
import { unixSeconds } from '../domain/time.ts';
import { sortableTime } from './due-index.ts';
import { mergeNewest, type NewestPart } from './merge-newest.ts';
import { ENTITY, TABLE_KEYS } from './names.ts';
import { type Item, queryPage, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/**
 * What suppliers posted and failed, for the error tables: a partition per supplier and kind, by the time at which the call was
 * accepted. The keys follow from the call, so that a repeated message writes the same items.
 */

function partition(orgId: string, supplierId: string, kind: Kind): string {
  return `ORG#${orgId}#IMPORT_FAILURES#${supplierId}#${kind}`;
}

const RETENTION_SECONDS = 30 * 24 * 60 * 60;

const MAX_CHUNK_FAILURES = 100;
const MAX_CHUNK_BYTES = 100_000;

const RecordedFailuresSchema = z.object({
  kind: z.enum(KINDS),
  supplier_id: z.string(),
  import_id: z.string(),
  position: z.array(z.int()),
  sender: z.object({ customer_id: z.string(), supplier_id: z.string(), third_party_import_id: z.string() }),
  accepted_at: z.int(),
  recorded_at: z.int(),
  failures: z.array(z.object({ keys: z.record(z.string(), z.string()), error_message: z.string() })),
  [TABLE_KEYS.ttl]: z.int(),
});

/** What the failures of a call are found by; an accepted call has it. */
export interface FailedCall {
  readonly orgId: string;
  readonly supplierId: string;
  readonly importId: string;
  readonly acceptedAtMs: number;
}

/**
 * Records the failures of a document, or of its products from `product` on; nothing when it has none. The writes are independent,
 * and each may be repeated: together they may be more than a transaction takes. The failures expire after 30 days.
 */
export function saveFailures(
  { orgId, supplierId, importId, acceptedAtMs }: FailedCall,
  { document, product }: { readonly document: number; readonly product: number },
  { kind, sender, failures }: DocumentOutcome,
  nowMs: number,
): Write[] {
  return chunksOf(failures).map((chunk, index) => {
    const position = [document, product, index];
    const recorded: RecordedFailures = {
      ...{ kind, supplier_id: supplierId, import_id: importId, position, sender },
      ...{ accepted_at: acceptedAtMs, recorded_at: nowMs, failures: chunk },
    };
    return replaceItem({
      pk: partition(orgId, supplierId, kind),
      sk: [sortableTime(acceptedAtMs), importId, ...position.map((part) => String(part).padStart(4, '0'))].join('#'),
      entity: ENTITY.importFailure,
      org_id: orgId,
      ...recorded,
      [TABLE_KEYS.ttl]: unixSeconds(nowMs) + RETENTION_SECONDS,
    });
  });
}

function chunksOf(failures: readonly Failure[]): Failure[][] {
  const chunks: Failure[][] = [];
  let bytes = 0;
  for (const failure of failures) {
    const added = Buffer.byteLength(JSON.stringify(failure));
    const last = chunks.at(-1);
    bytes += added;
    if (last && last.length < MAX_CHUNK_FAILURES && bytes <= MAX_CHUNK_BYTES) last.push(failure);
    else {
      chunks.push([failure]);
      bytes = added;
    }
  }
  return chunks;
}

/** Failures of a kind that are read at most. */
export const MAX_FAILURES_READ = 10_000;
/** DynamoDB's pages of 1 MB that are read at most of all kinds together, but at least one of each. */
const MAX_PAGES_READ = 12;

/**
 * A supplier's failures of these kinds from calls that were accepted within the span, the newest first, strongly consistent. Where a
 * kind has more than {@link MAX_FAILURES_READ}, or than its share of 12 MB, they end there: a span until the oldest of them reads
 * on. Those that have expired are left out, also where DynamoDB hasn't deleted them yet.
 */
export async function queryFailures(
  table: Table,
  { orgId, supplierId }: { readonly orgId: string; readonly supplierId: string },
  kinds: readonly Kind[],
  span: CreatedSpan,
  nowMs: number,
): Promise<RecordedFailures[]> {
  const limits = { pages: Math.ceil(MAX_PAGES_READ / kinds.length), now: unixSeconds(nowMs) };
  const parts = await Promise.all(
    kinds.map((kind) => queryKind(table, partition(orgId, supplierId, kind), span, limits)),
  );
  return mergeNewest(parts, ({ accepted_at }) => accepted_at);
}

async function queryKind(
  table: Table,
  pk: string,
  { fromMs, toMs }: CreatedSpan,
  { pages, now }: { readonly pages: number; readonly now: number },
): Promise<NewestPart<RecordedFailures>> {
  const entries: RecordedFailures[] = [];
  let start: Item | undefined;
  let [count, read] = [0, 0];
  // DynamoDB refuses a span that ends before it begins.
  if (fromMs > toMs) return { entries, isCut: false };
  do {
    const { items, last } = await queryPage(table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      FilterExpression: '#ttl > :now',
      ExpressionAttributeNames: { '#ttl': TABLE_KEYS.ttl },
      ExpressionAttributeValues: {
        ':pk': pk,
        // Sort keys go on with #, which precedes ~.
        ':first': sortableTime(fromMs),
        ':last': `${sortableTime(toMs)}~`,
        ':now': now,
      },
      ScanIndexForward: false,
      ConsistentRead: true,
      ExclusiveStartKey: start,
    });
    const found = items.map((item) => RecordedFailuresSchema.parse(item));
    entries.push(...found);
    count += found.reduce((sum, { failures }) => sum + failures.length, 0);
    start = last;
  } while (start && count < MAX_FAILURES_READ && ++read < pages);
  return { entries, isCut: start !== undefined };
}
