import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { HubError } from '../domain/errors.ts';
import { type ProcurementRequest, ProcurementRequestSchema } from '../domain/procurement-request.ts';
import { setAttributes, type Table, versionConflict, type Write } from './table.ts';

/** Procurement requests: one item each, in a partition that the request's sync records share. */

export const REQUEST_ENTITY = 'procurement_request';

export function requestPartition(orgId: string, id: string): string {
  return `ORG#${orgId}#REQUEST#${id}`;
}
export function requestKey(orgId: string, id: string) {
  return { pk: requestPartition(orgId, id), sk: 'REQUEST' };
}

/** Partition keys of the three lists; each sorts by creation time in milliseconds, then id. */
export const requestListPartition = {
  all: (orgId: string) => `ORG#${orgId}#REQUESTS`,
  byStatus: (orgId: string, status: string) => `ORG#${orgId}#REQUESTS#STATUS#${status}`,
  byRequester: (orgId: string, requesterId: string) => `ORG#${orgId}#REQUESTS#REQUESTER#${requesterId}`,
};

/** Reads a stored item, or a stream image of one, as a request. */
export function requestFromItem(item: unknown): ProcurementRequest {
  return ProcurementRequestSchema.parse(item);
}

/** The request, strongly consistent. Throws `request.not_found` also for another organization's id. */
export async function getRequest(table: Table, orgId: string, id: string): Promise<ProcurementRequest> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: requestKey(orgId, id), ConsistentRead: true }),
  );
  if (!Item) throw requestNotFound(id);
  return requestFromItem(Item);
}

export function requestNotFound(id: string): HubError {
  return new HubError('not_found', 'request.not_found', `There is no procurement request ${id}.`);
}

/** A new request. `createdAtMs` keeps requests of one second in the order they came. */
export function insertRequest(request: ProcurementRequest, createdAtMs: number): Write {
  return {
    put: {
      Item: requestItem(request, `${String(createdAtMs).padStart(15, '0')}#${request.id}`),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
    onConditionFailed: versionConflict(request.id),
  };
}

/** The next version of a request that was read before; refused when anyone wrote in between. */
export function updateRequest(next: ProcurementRequest): Write {
  const gsi2pk = requestListPartition.byStatus(next.org_id, next.status);
  const set = setAttributes({ ...next, gsi2pk });
  return {
    update: {
      Key: requestKey(next.org_id, next.id),
      ...set,
      ConditionExpression: '#version = :previous',
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':previous': next.version - 1 },
    },
    onConditionFailed: versionConflict(next.id),
  };
}

function requestItem(request: ProcurementRequest, sortKey: string) {
  return {
    ...requestKey(request.org_id, request.id),
    entity: REQUEST_ENTITY,
    gsi1pk: requestListPartition.all(request.org_id),
    gsi1sk: sortKey,
    gsi2pk: requestListPartition.byStatus(request.org_id, request.status),
    gsi2sk: sortKey,
    gsi3pk: requestListPartition.byRequester(request.org_id, request.requester_id),
    gsi3sk: sortKey,
    ...request,
  };
}
