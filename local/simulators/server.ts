import type { State } from '../collections.ts';
import type { HttpListener } from '../http/listen.ts';
import { createListener, type HttpRequest, type HttpResponse, jsonResponse } from '../http/message.ts';
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
  const handle = (request: HttpRequest) =>
    dispatch(running, request, stopping.signal).catch((error: unknown) => {
      if (!stopping.signal.aborted) throw error;
      return undefined;
    });
  listener.serve(createListener(handle, { maxBodyBytes: MAX_BODY_BYTES, onError: console.error }));
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
  request: HttpRequest,
  stopping: AbortSignal,
): Promise<HttpResponse | undefined> {
  const [, name = '', ...rest] = request.path.split('/');
  const path = `/${rest.join('/')}`;
  const simulator = running.get(name);
  if (simulator === undefined) {
    const message = `There is no simulator at ${request.path}. Simulators: /${[...running.keys()].join(', /')}.`;
    return jsonResponse(404, { message });
  }
  if (!path.startsWith(`${CONTROL_API}/`)) return simulator.serve({ ...request, path }, stopping);
  return simulator.control({ ...request, path: path.slice(CONTROL_API.length) });
}
