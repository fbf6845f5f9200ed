import type { HubFile } from '../local/runtime/hub-file.ts';
import type { Call, Response } from './load/http.ts';
import { dock, REQUESTS } from './requests.ts';

export const WORKS = ['create', 'list', 'get', 'approve'] as const;
export type WorkName = (typeof WORKS)[number];

/** How the table calls them. */
export const TITLES: Readonly<Record<WorkName, string>> = {
  create: 'create',
  list: 'list of 20',
  get: 'get',
  approve: 'approve → ordered',
};

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

/** The calls of each work to the hub. */
export function hubCalls({ tokens }: HubFile, pending: PendingRequests): Record<WorkName, () => Call | undefined> {
  const { requester, approver } = tokens;
  return {
    create: () => ({ method: 'POST', path: REQUESTS, token: requester, body: DOCK }),
    list: () => ({ method: 'GET', path: `${REQUESTS}?limit=20`, token: requester }),
    get: () => ({ method: 'GET', path: `${REQUESTS}/${pending.newest}`, token: requester }),
    approve: () => {
      const id = pending.approve();
      return id === undefined ? undefined : { method: 'POST', path: `${REQUESTS}/${id}/approve`, token: approver };
    },
  };
}

const FLOOR_CREATE = { method: 'POST', path: '/', body: DOCK };

/** The floor's call beside each: as much as must be written, or read. */
export const FLOOR_CALLS: Readonly<Record<WorkName, Call>> = {
  create: FLOOR_CREATE,
  list: { method: 'GET', path: '/?limit=20' },
  get: { method: 'GET', path: '/' },
  approve: FLOOR_CREATE,
};
