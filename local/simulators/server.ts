/**
 * One HTTP server for the simulators of all partners: `/<partner>/_control/…` is the control API (`control.ts`),
 * everything else under `/<partner>/` is the vendor's API.
 */
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Calls } from './calls.ts';
import { control } from './control-api.ts';
import { Faults } from './faults.ts';
import { BodyTooLarge, jsonAnswer, readBody, writeAnswer } from './http.ts';
import { Journal } from './journal.ts';
import { createSap } from './sap/index.ts';
import { type Partner, serve } from './serve.ts';
import type { Clock, Simulator, SimulatorFactory } from './simulator.ts';

const SIMULATORS = { sap: createSap };

const CONTROL = '/_control';

export interface PartnersOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** One journal per partner; created if missing. What is there is continued. */
  readonly dataDir: string;
  readonly clock?: Clock;
}

type Name = keyof typeof SIMULATORS;

export interface Partners {
  readonly url: string;
  readonly partners: {
    readonly [N in Name]: {
      readonly url: string;
      readonly credentials: ReturnType<(typeof SIMULATORS)[N]>['credentials'];
    };
  };
  close(): Promise<void>;
}

/** Starts the simulators on the loopback interface. */
export async function startPartners({ port, dataDir, clock = Date.now }: PartnersOptions): Promise<Partners> {
  const hosted = new Map<string, Partner>();
  const stopping = new AbortController();
  const server = createServer((incoming, response) => {
    dispatch(hosted, incoming, response, stopping.signal).catch((error) => refuse(response, error));
  });
  // The port is taken before the journals are opened: a second server on the port must not touch the first one's data.
  const url = await listen(server, port);
  const host = <S extends Simulator>(create: SimulatorFactory<S>, name: Name): S => {
    const journal = Journal.open(join(dataDir, `${name}.jsonl`));
    const simulator = create({ journal, clock });
    hosted.set(name, { simulator, journal, calls: new Calls(journal, clock), faults: new Faults(journal) });
    return simulator;
  };
  mkdirSync(dataDir, { recursive: true });
  const sap = startOrClose(server, () => host(SIMULATORS.sap, 'sap'));

  return {
    url,
    partners: { sap: { url: `${url}/sap`, credentials: sap.credentials } },
    close: async () => {
      stopping.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      for (const { journal } of hosted.values()) journal.close();
    },
  };
}

/** A damaged journal ends the start; the port must not stay taken by a server that serves nothing. */
function startOrClose<T>(server: Server, start: () => T): T {
  try {
    return start();
  } catch (error) {
    server.close();
    throw error;
  }
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
}

async function dispatch(
  hosted: ReadonlyMap<string, Partner>,
  incoming: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const [path = '', ...query] = (incoming.url ?? '').split('?');
  const [, name = '', ...rest] = path.split('/');
  const partner = hosted.get(name);
  if (!partner) {
    writeAnswer(response, jsonAnswer(404, { message: `There is no partner at ${path}; try ${[...hosted.keys()]}.` }));
    return;
  }
  const request = {
    method: incoming.method ?? 'GET',
    path: `/${rest.join('/')}`,
    query: query.join('?'),
    headers: incoming.headers,
    body: await readBody(incoming),
  };
  if (request.path.startsWith(`${CONTROL}/`)) {
    writeAnswer(response, control(partner, { ...request, path: request.path.slice(CONTROL.length) }));
  } else {
    await serve(partner, request, response, stopping);
  }
}

/** A defect of the simulator or a client that left; either way it must not look like the vendor's answer. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return;
  const status = error instanceof BodyTooLarge ? 413 : 500;
  if (status === 500) console.error(error);
  writeAnswer(
    response,
    jsonAnswer(status, { message: `Simulator failure: ${error instanceof Error ? error.message : error}` }),
  );
}
