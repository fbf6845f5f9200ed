import { BatchGetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ProcurementRequest } from '../domain/procurement-request.ts';
import { requestFromItem, requestKey, requestListPartition } from './requests.ts';
import type { Table } from './table.ts';

/** Filters of the seed's list; each absent one matches all. */
export interface RequestFilter {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly requester_id?: string | undefined;
}

/** Where a page ended: the index keys of its last request. */
export type ListPosition = Readonly<Record<string, string>>;

export interface RequestPage {
  readonly requests: ProcurementRequest[];
  /** Absent on the last page. */
  readonly next?: ListPosition;
}

/**
 * Up to `limit` requests, newest first, that match every filter, and whether there are more: exactly, whatever the
 * filters. The index with the narrowest partition is read, and the requests themselves are then read consistently, so
 * that a page never shows a status that was already left behind.
 */
export async function listRequests(
  table: Table,
  orgId: string,
  filter: RequestFilter,
  limit: number,
  after?: ListPosition,
): Promise<RequestPage> {
  const index = chooseIndex(orgId, filter);
  const found: Found[] = [];
  let start: ListPosition | undefined = after;
  let bytes = 0;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: index.name,
        ...keyAndFilter(index, filter),
        ScanIndexForward: false,
        Limit: isInKey(index, filter) ? limit + 1 : WIDE_PAGE,
        ExclusiveStartKey: start,
      }),
    );
    const positions = (page.Items ?? []).map((item) => positionOf(index.name, item));
    const requests = await readRequests(table, orgId, positions);
    for (const position of positions) {
      const request = requests.get(position.pk ?? '');
      if (!request || !matches(request, filter)) continue;
      bytes += Buffer.byteLength(JSON.stringify(request));
      if (found.length === limit || (bytes > MAX_PAGE_BYTES && found.length > 0)) return pageOf(found, true);
      found.push({ request, position });
    }
    start = page.LastEvaluatedKey && positionOf(index.name, page.LastEvaluatedKey);
  } while (start);
  return pageOf(found, false);
}

/** Lambda's answers have 6 MB at most: requests of many long items make a shorter page. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

function pageOf(found: readonly Found[], hasMore: boolean): RequestPage {
  const last = found.at(-1);
  return { requests: found.map(({ request }) => request), ...(hasMore && last && { next: last.position }) };
}

interface Found {
  readonly request: ProcurementRequest;
  readonly position: ListPosition;
}

interface ListIndex {
  readonly name: 'gsi1' | 'gsi2' | 'gsi3';
  readonly partition: string;
}

function chooseIndex(orgId: string, { status, requester_id }: RequestFilter): ListIndex {
  if (requester_id) return { name: 'gsi3', partition: requestListPartition.byRequester(orgId, requester_id) };
  if (status) return { name: 'gsi2', partition: requestListPartition.byStatus(orgId, status) };
  return { name: 'gsi1', partition: requestListPartition.all(orgId) };
}

/** Filters on the one attribute that the indexes carry; the others are matched on the requests themselves. */
function keyAndFilter(index: ListIndex, { type }: RequestFilter): Partial<QueryCommandInput> {
  return {
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': `${index.name}pk`, ...(type !== undefined && { '#type': 'type' }) },
    ExpressionAttributeValues: { ':partition': index.partition, ...(type !== undefined && { ':type': type }) },
    ...(type !== undefined && { FilterExpression: '#type = :type' }),
  };
}

/** Index entries read at once where not all of them match: they are small, and a page of few matches needs many. */
const WIDE_PAGE = 100;

function isInKey(index: ListIndex, { type, status }: RequestFilter): boolean {
  return type === undefined && (status === undefined || index.name === 'gsi2');
}

function positionOf(index: string, item: Record<string, unknown>): ListPosition {
  return Object.fromEntries(['pk', 'sk', `${index}pk`, `${index}sk`].map((name) => [name, String(item[name])]));
}

function matches(request: ProcurementRequest, filter: RequestFilter): boolean {
  return (
    (filter.status === undefined || request.status === filter.status) &&
    (filter.type === undefined || request.type === filter.type)
  );
}

/** DynamoDB reads at most this many items in one BatchGetItem. */
const BATCH_GET_LIMIT = 100;

async function readRequests(
  table: Table,
  orgId: string,
  positions: readonly ListPosition[],
): Promise<Map<string, ProcurementRequest>> {
  const requests = new Map<string, ProcurementRequest>();
  let keys: Record<string, unknown>[] = positions.map(({ pk, sk }) => ({ pk, sk }));
  while (keys.length > 0) {
    const { Responses, UnprocessedKeys } = await table.client.send(
      new BatchGetCommand({
        RequestItems: { [table.name]: { Keys: keys.slice(0, BATCH_GET_LIMIT), ConsistentRead: true } },
      }),
    );
    for (const item of Responses?.[table.name] ?? []) {
      const request = requestFromItem(item);
      requests.set(requestKey(orgId, request.id).pk, request);
    }
    keys = [...(UnprocessedKeys?.[table.name]?.Keys ?? []), ...keys.slice(BATCH_GET_LIMIT)];
  }
  return requests;
}
