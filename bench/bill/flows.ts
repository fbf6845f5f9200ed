import { dock, REQUESTS } from '../requests.ts';
import type { HubClient } from './hub-client.ts';

/** A request to the hub with everything that follows from it. */
export interface Flow {
  readonly name: string;
  /** Brings the hub to where the flow begins, and returns the id that it needs. */
  readonly prepare?: (client: HubClient) => Promise<string>;
  readonly run: (client: HubClient, id: string) => Promise<unknown>;
}

export const LIST_SIZE = 20;

export function createRequest(client: HubClient): Promise<string> {
  return client.idOf('requester', `POST ${REQUESTS}`, dock);
}

export function approve(client: HubClient, id: string): Promise<unknown> {
  return client.api('approver', `POST ${REQUESTS}/${id}/approve`);
}

/** The flows that most of a bill consists of. */
export const MAIN_FLOWS: readonly Flow[] = [
  { name: 'create', run: createRequest },
  { name: 'approve → ordered', prepare: createRequest, run: approve },
  { name: `list of ${LIST_SIZE}`, run: (client) => client.api('requester', `GET ${REQUESTS}?limit=${LIST_SIZE}`) },
  { name: 'get', prepare: createRequest, run: (client, id) => client.api('requester', `GET ${REQUESTS}/${id}`) },
];
