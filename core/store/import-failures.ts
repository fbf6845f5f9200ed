import * as z from 'zod/mini';
import { KINDS, type Kind } from '../domain/spendint/document.ts';
import type { DocumentOutcome, Failure } from '../domain/spendint/outcome.ts';
import type { RecordedFailures } from '../domain/spendint/tables/error-tables.ts';
import type { CreatedSpan } from '../domain/spendint/tables/query-scope.ts';
import { unixSeconds } from '../domain/time.ts';
import { sortableTime } from './due-index.ts';
import { ENTITY, TABLE_KEYS } from './names.ts';
import { queryPages, type Table } from './table.ts';
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

/** Failures of a kind that are read at most, and DynamoDB's pages of 1 MB: the newest within the span. */
export const MAX_FAILURES_READ = 10_000;
const MAX_PAGES_READ = 8;

/**
 * A supplier's failures of these kinds from calls that were accepted within the span, the newest first, strongly consistent. Of each
 * kind, the newest {@link MAX_FAILURES_READ} or 8 MB are read: narrow the span to read on. Those that have expired are left out,
 * also where DynamoDB hasn't deleted them yet.
 */
export async function queryFailures(
  table: Table,
  { orgId, supplierId }: { readonly orgId: string; readonly supplierId: string },
  kinds: readonly Kind[],
  span: CreatedSpan,
  nowMs: number,
): Promise<RecordedFailures[]> {
  const found = await Promise.all(
    kinds.map((kind) => queryKind(table, partition(orgId, supplierId, kind), span, unixSeconds(nowMs))),
  );
  return found.flat().sort((one, other) => other.accepted_at - one.accepted_at);
}

async function queryKind(
  table: Table,
  pk: string,
  { fromMs, toMs }: CreatedSpan,
  now: number,
): Promise<RecordedFailures[]> {
  const recorded: RecordedFailures[] = [];
  // DynamoDB refuses a span that ends before it begins.
  if (fromMs > toMs) return recorded;
  let [count, pages] = [0, 0];
  const query = {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    FilterExpression: '#ttl > :now',
    ExpressionAttributeNames: { '#ttl': TABLE_KEYS.ttl },
    // Sort keys go on with #, which precedes ~.
    ExpressionAttributeValues: {
      ':pk': pk,
      ':first': sortableTime(fromMs),
      ':last': `${sortableTime(toMs)}~`,
      ':now': now,
    },
    ScanIndexForward: false,
    ConsistentRead: true,
  };
  for await (const items of queryPages(table, query)) {
    for (const item of items) {
      const part = RecordedFailuresSchema.parse(item);
      recorded.push(part);
      count += part.failures.length;
      if (count >= MAX_FAILURES_READ) return recorded;
    }
    if (++pages >= MAX_PAGES_READ) return recorded;
  }
  return recorded;
}
