import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ProcurementRequest } from '../domain/procurement-request.ts';
import type { TableIndex } from './names.ts';
import { loadRequests, requestIdFromSortKey, requestKey, requestListPartition } from './requests.ts';
import type { Table } from './table.ts';

/** The list's filters (procurement-api 18); an absent one matches every request. */
export interface RequestFilter {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly requester_id?: string | undefined;
}

export interface RequestPage {
  readonly requests: ProcurementRequest[];
  /** The index sort key to continue after; absent on the last page. */
  readonly next?: string;
}

/**
 * Up to `limit` requests that match every filter, newest first, from `after` on: the `next` of the page before. The
 * index gives the order; the requests are read consistently, so that a page has no outdated status.
 */
export async function queryRequests(
  table: Table,
  orgId: string,
  filter: RequestFilter,
  limit: number,
  after?: string,
): Promise<RequestPage> {
  const requests: ProcurementRequest[] = [];
  let last: string | undefined;
  let bytes = 0;
  for await (const { sortKey, request } of requestsNewestFirst(table, orgId, filter, limit, after)) {
    if (!request) return { requests, next: sortKey };
    bytes += MAX_ESCAPED * Buffer.byteLength(JSON.stringify(request));
    const full = requests.length === limit || (bytes > MAX_PAGE_BYTES && requests.length > 0);
    if (full && last !== undefined) return { requests, next: last };
    requests.push(request);
    last = sortKey;
  }
  return { requests };
}

/** All requests that match every filter, newest first, each in the state that is read consistently. */
export async function queryAllRequests(
  table: Table,
  orgId: string,
  filter: RequestFilter,
): Promise<ProcurementRequest[]> {
  const requests: ProcurementRequest[] = [];
  // A query reads one more than the limit.
  for await (const { request } of requestsNewestFirst(table, orgId, filter, WIDE_PAGE - 1, undefined)) {
    if (request) requests.push(request);
  }
  return requests;
}

/** Ends a page of long requests early: a function's response has at most 6 MB, its body counted as an escaped string. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** At most every character of a JSON document is escaped, by one more, in a string that holds the document. */
const MAX_ESCAPED = 2;

/** Index entries that one page reads at most, where few of them match: the caller continues from there. */
const MAX_READ = 1000;

/** Index entries per query when a filter is not in the key, as most of them may not match, and when all requests are wanted. */
const WIDE_PAGE = 100;

/** The requests that match, and where the reading ended, without a request, if it ended early. */
async function* requestsNewestFirst(
  table: Table,
  orgId: string,
  filter: RequestFilter,
  limit: number,
  after: string | undefined,
): AsyncIterable<{ readonly sortKey: string; readonly request?: ProcurementRequest }> {
  const index = chooseIndex(orgId, filter);
  let read = 0;
  let start = after === undefined ? undefined : startKey(orgId, index, after);
  do {
    const {
      Items = [],
      ScannedCount = 0,
      LastEvaluatedKey,
    } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: index.name,
        ...keyAndFilter(index, filter),
        ScanIndexForward: false,
        Limit: index.coversFilter ? limit + 1 : WIDE_PAGE,
        ExclusiveStartKey: start,
      }),
    );
    const sortKeys = Items.map((item) => String(item[`${index.name}sk`]));
    const requests = await loadRequests(table, orgId, sortKeys.map(requestIdFromSortKey));
    for (const sortKey of sortKeys) {
      const request = requests.get(requestIdFromSortKey(sortKey));
      if (request && matches(request, filter)) yield { sortKey, request };
    }
    start = LastEvaluatedKey;
    read += ScannedCount;
    if (start && read >= MAX_READ) yield { sortKey: String(start[`${index.name}sk`]) };
  } while (start);
}

interface ListIndex {
  readonly name: TableIndex;
  readonly partition: string;
  readonly coversFilter: boolean;
}

function chooseIndex(orgId: string, { status, type, requester_id }: RequestFilter): ListIndex {
  if (requester_id !== undefined) {
    const partition = requestListPartition.byRequester(orgId, requester_id);
    return { name: 'gsi3', partition, coversFilter: status === undefined && type === undefined };
  }
  if (status !== undefined) {
    return { name: 'gsi2', partition: requestListPartition.byStatus(orgId, status), coversFilter: type === undefined };
  }
  return { name: 'gsi1', partition: requestListPartition.all(orgId), coversFilter: type === undefined };
}

function startKey(orgId: string, { name, partition }: ListIndex, sortKey: string): Record<string, string> {
  return { ...requestKey(orgId, requestIdFromSortKey(sortKey)), [`${name}pk`]: partition, [`${name}sk`]: sortKey };
}

/** `type` is filtered in the index, which carries it; the other filters are matched on the requests. */
function keyAndFilter(index: ListIndex, { type }: RequestFilter): Partial<QueryCommandInput> {
  return {
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': `${index.name}pk`, ...(type !== undefined && { '#type': 'type' }) },
    ExpressionAttributeValues: { ':partition': index.partition, ...(type !== undefined && { ':type': type }) },
    ...(type !== undefined && { FilterExpression: '#type = :type' }),
  };
}

function matches(request: ProcurementRequest, filter: RequestFilter): boolean {
  return (
    (filter.status === undefined || request.status === filter.status) &&
    (filter.type === undefined || request.type === filter.type)
  );
}
