import type { HubFile } from '../local/runtime/hub-file.ts';
import { availability, type BenchSupplier, productsCall } from './hub/supplier.ts';
import type { Call, Response } from './load/http.ts';
import { dock, REQUESTS } from './requests.ts';

export const WORKS = ['create', 'list', 'get', 'approve', 'availability'] as const;
export type WorkName = (typeof WORKS)[number];

/** How the table calls them. */
export const TITLES: Readonly<Record<WorkName, string>> = {
  create: 'create',
  list: 'list of 20',
  get: 'get',
  approve: 'approve → ordered',
  availability: 'availability, async',
};

/** The connections that a work is measured with. */
export const CONNECTIONS: Readonly<Record<WorkName, readonly number[]>> = {
  create: [1, 8, 50],
  list: [1, 8, 50],
  get: [1, 8, 50],
  approve: [1, 8, 50],
  availability: [8, 50],
};

/** So many that two calls under way seldom are for one product. */
export const AVAILABLE_PRODUCTS = 500;

const DOCK = JSON.stringify(dock);

/** Requests that were created and not yet approved, the oldest first. */
export class PendingRequests {
  readonly #ids: string[] = [];
  #approved = 0;

  add({ body }: Response): void {
    this.#ids.push(JSON.parse(body).id);
  }

  /** The request that lists begin with. */
  get newest(): string {
    const id = this.#ids.at(-1);
    if (id === undefined) throw new Error('No request was created.');
    return id;
  }

  approve(): string | undefined {
    const id = this.#ids[this.#approved];
    this.#approved += 1;
    return id;
  }
}

let updates = 0;

/** The calls of each work to the hub. */
export function hubCalls(
  { tokens }: HubFile,
  supplier: BenchSupplier,
  pending: PendingRequests,
): Record<WorkName, () => Call | undefined> {
  const { requester, approver } = tokens;
  // Each call changes what the one before for the same product has told.
  const availabilityCall = (): Call => {
    updates += 1;
    return productsCall(supplier, 'availability', 'async', [availability(updates % AVAILABLE_PRODUCTS, updates)]);
  };
  return {
    create: () => ({ method: 'POST', path: REQUESTS, token: requester, body: DOCK }),
    list: () => ({ method: 'GET', path: `${REQUESTS}?limit=20`, token: requester }),
    get: () => ({ method: 'GET', path: `${REQUESTS}/${pending.newest}`, token: requester }),
    approve: () => {
      const id = pending.approve();
      return id === undefined ? undefined : { method: 'POST', path: `${REQUESTS}/${id}/approve`, token: approver };
    },
    availability: availabilityCall,
  };
}

const FLOOR_CREATE = { method: 'POST', path: '/', body: DOCK };
const FLOOR_AVAILABILITY = { method: 'POST', path: '/', body: JSON.stringify(availability(0, 1)) };

/** The floor's call beside each: as much as must be written, or read. */
export const FLOOR_CALLS: Readonly<Record<WorkName, Call>> = {
  create: FLOOR_CREATE,
  list: { method: 'GET', path: '/?limit=20' },
  get: { method: 'GET', path: '/' },
  approve: FLOOR_CREATE,
  availability: FLOOR_AVAILABILITY,
};
