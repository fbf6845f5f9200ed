import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ProcurementRequest } from '../domain/procurement-request.ts';
import { MAX_READ, type Page, type Placed, takePage, WIDE_PAGE } from './list-page.ts';
import type { TableIndex } from './names.ts';
import { loadRequests, requestIdFromSortKey, requestKey, requestListPartition } from './requests.ts';
import type { Table } from './table.ts';

/** The list's filters (procurement-api 18); an absent one matches every request. */
export interface RequestFilter {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly requester_id?: string | undefined;
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
): Promise<Page<ProcurementRequest>> {
  return takePage(requestsNewestFirst(table, orgId, filter, limit, after), limit);
}

/** All requests that match every filter, newest first, each in the state that is read consistently. */
export async function queryAllRequests(
  table: Table,
  orgId: string,
  filter: RequestFilter,
): Promise<ProcurementRequest[]> {
  const requests: ProcurementRequest[] = [];
  // A query reads one more than the limit.
  for await (const { entry } of requestsNewestFirst(table, orgId, filter, WIDE_PAGE - 1, undefined)) {
    if (entry) requests.push(entry);
  }
  return requests;
}

/** The requests that match, by their sort keys in the index. */
async function* requestsNewestFirst(
  table: Table,
  orgId: string,
  filter: RequestFilter,
  limit: number,
  after: string | undefined,
): AsyncIterable<Placed<ProcurementRequest>> {
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
      if (request && matches(request, filter)) yield { position: sortKey, entry: request };
    }
    start = LastEvaluatedKey;
    read += ScannedCount;
    if (start && read >= MAX_READ) yield { position: String(start[`${index.name}sk`]) };
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
