import { join } from 'node:path';
import { type Partners, startPartners } from '../simulators/server.ts';
import { listenForAws } from './aws-port.ts';
import { type HttpServer, listen, portError } from './http-server.ts';
import type { RuntimeOptions } from './options.ts';

/** Every address of the node. */
export interface Doors {
  readonly api: HttpServer;
  /** AWS services, the issuer and the operator's controls. */
  readonly aws: HttpServer;
  readonly partners: Partners;
}

/** Listens before anything else is done: a taken port is told at once. */
export async function openListeners({ apiPort, awsPort, partnersPort, dataDirectory }: RuntimeOptions): Promise<Doors> {
  const api = await listen(apiPort, 'HUB_PORT', 'the API');
  const aws = await listenForAws(awsPort, dataDirectory);
  const dataDir = join(dataDirectory, 'partners');
  const partners = await startPartners({ port: partnersPort, dataDir }).catch((error: unknown) => {
    throw portError(error, partnersPort, 'PARTNERS_PORT', 'the simulators of the partners');
  });
  return { api, aws, partners };
}
