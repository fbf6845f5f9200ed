import { HubError } from '../domain/errors.ts';
import { type ProcurementRequest, ProcurementRequestSchema } from '../domain/procurement-request.ts';
import { sortableTime } from './due-index.ts';
import { ENTITY } from './names.ts';
import { getItem, readItems, type Table } from './table.ts';
import { saveNextVersion } from './update.ts';
import { insertItem, type Write } from './write.ts';

/** Procurement requests: one item each, in a partition of its own. */

function requestPartition(orgId: string, id: string): string {
  return `ORG#${orgId}#REQUEST#${id}`;
}
export function requestKey(orgId: string, id: string) {
  return { pk: requestPartition(orgId, id), sk: 'REQUEST' };
}

export const requestListPartition = {
  all: (orgId: string) => `ORG#${orgId}#REQUESTS`,
  byStatus: (orgId: string, status: string) => `ORG#${orgId}#REQUESTS#STATUS#${status}`,
  byRequester: (orgId: string, requesterId: string) => `ORG#${orgId}#REQUESTS#REQUESTER#${requesterId}`,
};

/** The sort key of the lists: creation time in milliseconds, then id. */
export function requestSortKey(createdAtMs: number, id: string): string {
  return `${sortableTime(createdAtMs)}#${id}`;
}

export const REQUEST_SORT_KEY = /^\d{15}#proc_[0-9A-Za-z]{14}$/;

export function requestIdFromSortKey(sortKey: string): string {
  return sortKey.slice(sortKey.indexOf('#') + 1);
}

export function requestFromItem(item: unknown): ProcurementRequest {
  return ProcurementRequestSchema.parse(item);
}

/** The request, strongly consistent. Throws `request.not_found`, also for another organization's id (procurement-api 52). */
export async function loadRequest(table: Table, orgId: string, id: string): Promise<ProcurementRequest> {
  const item = await getItem(table, requestKey(orgId, id));
  if (!item) throw new HubError('request.not_found', `There is no procurement request ${id}.`);
  return requestFromItem(item);
}

/** The requests of ids, by id, strongly consistent. */
export async function loadRequests(
  table: Table,
  orgId: string,
  ids: readonly string[],
): Promise<Map<string, ProcurementRequest>> {
  const keys = ids.map((id) => requestKey(orgId, id));
  const requests = (await readItems(table, keys, true)).map(requestFromItem);
  return new Map(requests.map((request) => [request.id, request]));
}

/** What most requests don't have is absent rather than null, which keeps them under 1 KB: the unit of a write. */
function attributesOf({ supplier_id: _, ...request }: ProcurementRequest) {
  const items = request.items.map(({ mpn, unit, contract_number, ...item }) => ({
    ...item,
    mpn: mpn ?? undefined,
    unit: unit ?? undefined,
    contract_number: contract_number ?? undefined,
  }));
  return { ...request, items };
}
function supplierOf({ supplier_id }: ProcurementRequest) {
  return { supplier_id: supplier_id ?? undefined };
}

/** Inserts a request. `createdAtMs` keeps requests of the same second in order. */
export function saveNewRequest(request: ProcurementRequest, createdAtMs: number): Write {
  const sortKey = requestSortKey(createdAtMs, request.id);
  return insertItem(request.id, {
    ...requestKey(request.org_id, request.id),
    entity: ENTITY.procurementRequest,
    gsi1pk: requestListPartition.all(request.org_id),
    gsi1sk: sortKey,
    gsi2pk: requestListPartition.byStatus(request.org_id, request.status),
    gsi2sk: sortKey,
    gsi3pk: requestListPartition.byRequester(request.org_id, request.requester_id),
    gsi3sk: sortKey,
    ...attributesOf(request),
    ...supplierOf(request),
  });
}

/** Saves the next version of a request, on condition that the stored one is the version before. */
export function saveRequest(next: ProcurementRequest): Write {
  const gsi2pk = requestListPartition.byStatus(next.org_id, next.status);
  const version = { id: next.id, seen: next.version - 1 };
  return saveNextVersion(
    requestKey(next.org_id, next.id),
    version,
    { ...attributesOf(next), gsi2pk },
    supplierOf(next),
  );
}
