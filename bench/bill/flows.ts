import { dock, REQUESTS } from '../requests.ts';
import type { HubClient, Role } from './hub-client.ts';

/** A request to the hub with everything that follows from it. */
export interface Flow {
  readonly name: string;
  /** Brings the hub to where the flow begins, and returns the id that it needs. */
  readonly prepare?: (client: HubClient) => Promise<string>;
  readonly run: (client: HubClient, id: string) => Promise<unknown>;
  /** How many of what it bills one run has; 1 by default. */
  readonly units?: number;
}

export const LIST_SIZE = 20;

export function createRequest(client: HubClient): Promise<string> {
  return client.idOf('requester', `POST ${REQUESTS}`, dock);
}

export function approve(client: HubClient, id: string): Promise<unknown> {
  return client.api('approver', `POST ${REQUESTS}/${id}/approve`);
}

/** One call, with `{id}` for what `prepare` returned. */
export function flow(name: string, as: Role, route: string, body?: object, prepare?: Flow['prepare']): Flow {
  const run = (client: HubClient, id: string) => client.api(as, route.replace('{id}', id), body);
  return { name, run, ...(prepare && { prepare }) };
}

/** The flows that most of a bill consists of. */
export const MAIN_FLOWS: readonly Flow[] = [
  flow('create', 'requester', `POST ${REQUESTS}`, dock),
  { name: 'approve → ordered', prepare: createRequest, run: approve },
  flow(`list of ${LIST_SIZE}`, 'requester', `GET ${REQUESTS}?limit=${LIST_SIZE}`),
  flow('get', 'requester', `GET ${REQUESTS}/{id}`, undefined, createRequest),
];
