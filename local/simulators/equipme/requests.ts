import { isDeepStrictEqual } from 'node:util';
import type { MemoryCollection } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import { refuse } from './documents.ts';
import { EMPLOYEES, GROUPS, LOCATIONS, OFFERS } from './master-data.ts';

/** An item of a `CreateRequestRequest`, checked by the document. */
export type CreateItem = Readonly<Record<string, unknown>>;

export interface StoredRequest {
  readonly id: number;
  readonly created: string;
  readonly item: CreateItem;
  /** What a patch can change. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Absent until it is decided (equipme 12). */
  readonly approved?: boolean;
}

export type PatchOperation = Readonly<{ op?: string | null; path?: string | null; value?: unknown }>;

/** What can be changed (equipme 16). */
const POINTERS = [
  ...['/justification', '/deliveryAddress', '/costCenterCode', '/costCenterId'],
  ...['/items/0/note', '/items/0/preferredProvisionDate'],
];
const PATCH_OPERATIONS = new Set(['test', 'add', 'replace', 'remove']);

function byId<Row extends { readonly id: number }>(rows: readonly Row[], id: unknown): Row | undefined {
  return rows.find((row) => row.id === id);
}

/** The field of an item that names something that the tenant does not have (equipme 13). */
export function unknownReference(item: CreateItem): string | undefined {
  const people = { employeeAssignment: EMPLOYEES, organizationalUnitAssignment: GROUPS };
  const optional = { locationAssignment: LOCATIONS, ...people };
  if (!byId(EMPLOYEES, item.requestedBy)) return 'requestedBy';
  if (!byId(OFFERS, item.productOfferId)) return 'productOfferId';
  return Object.entries(optional).find(([name, rows]) => item[name] && !rows.some(({ id }) => id === item[name]))?.[0];
}

/** A request as the vendor's `Request`. What is absent is left out. */
export function render({ id, created, item, details, approved }: StoredRequest, withVersions = false): object {
  const { service, offer, options = [] } = byId(OFFERS, item.productOfferId) ?? {};
  const { note, preferredProvisionDate, ...header } = details;
  const own = { type: 'service', action: item.requestAction ?? 'order', service, offer, note, preferredProvisionDate };
  return {
    created,
    requestedBy: byId(EMPLOYEES, item.requestedBy),
    assignedLocation: byId(LOCATIONS, item.locationAssignment),
    assignedGroup: byId(GROUPS, item.organizationalUnitAssignment),
    assignedEmployee: byId(EMPLOYEES, item.employeeAssignment),
    totalOneTimeCosts: offer?.purchasePrice,
    totalRecurringCosts: offer?.recurringPrice,
    subscriptionPeriod: offer?.subscriptionPeriod,
    items: [{ ...own, options: options.map(({ versions, ...one }) => (withVersions ? { ...one, versions } : one)) }],
    approved,
    ...header,
    id,
    self: { href: `v1/procurement/requests/${id}` },
  };
}

/** Applies a patch, all or none (https://www.rfc-editor.org/rfc/rfc6902#section-5; equipme 16, 17). */
export function patched(request: StoredRequest, operations: readonly PatchOperation[]): StoredRequest {
  const details = { ...request.details };
  for (const { op, path, value = null } of operations) {
    const isChangeable = POINTERS.includes(String(path));
    if (!isChangeable) throw refuse(400, `There is no '${path}' that can be changed.`);
    const field = String(path).replace(/.*\//, '');
    if (Object(value) === value) throw refuse(400, `The value for '${path}' is not valid.`);
    if (!PATCH_OPERATIONS.has(String(op))) throw refuse(400, `The operation '${op}' is not supported.`);
    if (op === 'test' && !isDeepStrictEqual(details[field] ?? null, value))
      throw refuse(409, `'${path}' has another value.`);
    details[field] = op === 'remove' ? null : value;
  }
  return { ...request, details };
}

/** `last` holds the last id, so that none is given twice. */
export function createRequests(stored: MemoryCollection<StoredRequest>, last: MemoryCollection<number>, clock: Clock) {
  const keyOf = (id: unknown) => String(id).padStart(10, '0');

  function put(request: StoredRequest): StoredRequest {
    stored.put(keyOf(request.id), request);
    return request;
  }

  return {
    put,
    get: (id: unknown) => stored.get(keyOf(id)),
    delete: ({ id }: StoredRequest) => stored.delete(keyOf(id)),
    /** Oldest first. */
    createdAfter: (time: number) => [...stored.values()].filter(({ created }) => Date.parse(created) > time),
    /** Not idempotent: the same item again is another request (equipme 13). */
    add(item: CreateItem, justification?: string): StoredRequest {
      const id = (last.get('id') ?? 10_000) + 1;
      last.put('id', id);
      const { street, number, postalCode, city, countryCode } = Object(item.deviatingDeliveryAddress);
      const deliveryAddress = [street, number, postalCode, city, countryCode].filter(Boolean).join(' ') || undefined;
      const { costCenter: costCenterCode, costCenterId } = byId(EMPLOYEES, item.employeeAssignment) ?? {};
      const dated = { note: item.note, preferredProvisionDate: item.requestedDeliveryDate };
      const details = { justification, deliveryAddress, costCenterCode, costCenterId, ...dated };
      return put({ id, created: new Date(clock()).toISOString(), item, details });
    },
  };
}
export type Requests = ReturnType<typeof createRequests>;
