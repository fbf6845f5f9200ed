import type { IncomingMessage, ServerResponse } from 'node:http';
import type { State } from '../collections.ts';
import type { HttpListener } from '../http/listen.ts';
import { jsonResponse, readRequest, writeResponse } from '../http/message.ts';
import { createConcur } from './concur/index.ts';
import { createCoupa } from './coupa/index.ts';
import { createEquipme } from './equipme/index.ts';
import { createOracle } from './oracle/index.ts';
import { type RunningSimulator, runSimulator } from './running-simulator.ts';
import { createSap } from './sap/index.ts';
import { createServiceNow } from './servicenow/index.ts';
import type { Clock, Simulator, SimulatorFactory } from './simulator.ts';

/** The first segment of a simulator's URLs is its name here. */
const SIMULATORS: Readonly<Record<string, SimulatorFactory>> = {
  sap: createSap,
  coupa: createCoupa,
  servicenow: createServiceNow,
  oracle: createOracle,
  concur: createConcur,
  equipme: createEquipme,
};

const CONTROL_API = '/_control';
/** Larger than any document of the partners: a guard against a runaway client, not a vendor's limit. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface SimulatorsOptions {
  readonly listener: HttpListener;
  readonly state: State;
  readonly clock?: Clock;
}

/** How a partner is reached. */
export interface PartnerAccess {
  readonly url: string;
  readonly credentials: Simulator['credentials'];
}

export interface Simulators {
  /** By name, for example `sap`. */
  readonly partners: Readonly<Record<string, PartnerAccess>>;
  close(): Promise<void>;
}

/** Serves the vendors' APIs below `/<name>/` and each one's control API below `/<name>/_control/`. */
export async function startSimulators({ listener, state, clock = Date.now }: SimulatorsOptions): Promise<Simulators> {
  const running = new Map<string, RunningSimulator>();
  for (const [name, create] of Object.entries(SIMULATORS)) {
    running.set(name, await runSimulator(name, create, state, clock));
  }
  const stopping = new AbortController();
  listener.serve((incoming, outgoing) => {
    dispatch(running, incoming, outgoing, stopping.signal).catch((error) => {
      if (!stopping.signal.aborted) fail(outgoing, error);
    });
  });
  const partners = [...running].map(([name, { simulator }]) => {
    return [name, { url: `${listener.url}/${name}`, credentials: simulator.credentials }] as const;
  });
  return {
    partners: Object.fromEntries(partners),
    close: async () => {
      stopping.abort();
      await listener.close(0);
    },
  };
}

async function dispatch(
  running: ReadonlyMap<string, RunningSimulator>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const request = await readRequest(incoming, MAX_BODY_BYTES);
  if (request === undefined) {
    writeResponse(outgoing, jsonResponse(413, { message: `The body is larger than ${MAX_BODY_BYTES} bytes.` }));
    return;
  }
  const [, name = '', ...rest] = request.path.split('/');
  const path = `/${rest.join('/')}`;
  const simulator = running.get(name);
  if (simulator === undefined) {
    const message = `There is no simulator at ${request.path}. Simulators: /${[...running.keys()].join(', /')}.`;
    writeResponse(outgoing, jsonResponse(404, { message }));
  } else if (path.startsWith(`${CONTROL_API}/`)) {
    writeResponse(outgoing, await simulator.control({ ...request, path: path.slice(CONTROL_API.length) }));
  } else {
    await simulator.serve({ ...request, path }, outgoing, stopping);
  }
}

/** A defect of the simulator, in no vendor's shape; nothing for a client that has disconnected. */
function fail(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.destroyed || outgoing.headersSent) return;
  console.error(error);
  writeResponse(outgoing, jsonResponse(500, { message: `The simulator failed: ${error}` }));
}
