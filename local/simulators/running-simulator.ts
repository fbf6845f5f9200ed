import { setTimeout as wait } from 'node:timers/promises';
import type { MemoryCollection, State } from '../collections.ts';
import { FaultInjector, faultRoutes } from '../fault-injector.ts';
import { createJsonApi } from '../http/json-api.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { type Fault, FaultsSchema, matches } from './faults.ts';
import type { Clock, Simulator, SimulatorFactory } from './simulator.ts';

export type RunningSimulator = Awaited<ReturnType<typeof runSimulator>>;

/** A call of the vendor's API, as the control API lists it. */
interface Call {
  readonly method: string;
  /** With the query, without the simulator's prefix. */
  readonly path: string;
  /** 0 when the simulator sent no response. */
  readonly status: number;
  /** ISO 8601. */
  readonly time: string;
}

const GARBAGE = '{"value":[{"';

/** A simulator with its faults, its call log and its control API. */
export async function runSimulator(name: string, create: SimulatorFactory, store: State, clock: Clock) {
  const state = store.inMemory(`simulators/${name}`);
  const calls: MemoryCollection<Call> = await state.collection('calls');
  const faults = new FaultInjector<Fault>(await state.collection('faults'));
  const simulator = await create({ state, clock });

  const controlApi = createJsonApi({
    'GET /state': () => simulator.contents(),
    'GET /calls': () => [...calls.values()],
    ...faultRoutes(faults, FaultsSchema),
    'POST /reset': () => {
      state.clear();
      simulator.reset();
    },
    ...simulator.control,
  });

  return {
    simulator,
    /** Handles a call of the control API, which needs no credentials; the path is what follows `_control`. */
    async control(request: HttpRequest): Promise<HttpResponse> {
      const response = await controlApi(request);
      await state.flushed();
      return response;
    },
    /** Serves a call of the vendor's API; undefined closes the connection. `stopping` ends the wait of a fault. */
    async serve(request: HttpRequest, stopping: AbortSignal): Promise<HttpResponse | undefined> {
      const path = request.query === '' ? request.path : `${request.path}?${request.query}`;
      const fault = faults.take((one) => matches(one, request.method, path));
      const response = await handle(simulator, request, fault, stopping);
      const status = response?.status ?? 0;
      calls.append({ method: request.method, path, status, time: new Date(clock()).toISOString() });
      await state.flushed();
      // The caller waits until it gives up.
      if (fault?.kind === 'timeout') await new Promise(() => {});
      return response;
    },
  };
}

/** The simulator's response, changed by the fault that was ordered for the call; undefined when there is none. */
async function handle(
  simulator: Simulator,
  request: HttpRequest,
  fault: Fault | undefined,
  stopping: AbortSignal,
): Promise<HttpResponse | undefined> {
  switch (fault?.kind) {
    case undefined:
      return simulator.handle(request);
    case 'status': {
      const failure = simulator.failure(fault.status);
      return { ...failure, headers: { ...failure.headers, ...fault.headers } };
    }
    case 'timeout':
    case 'drop-before':
    case 'drop-after':
      if (fault.kind === 'drop-after' || (fault.kind === 'timeout' && fault.work)) simulator.handle(request);
      return undefined;
    case 'slow':
      await wait(fault.ms, undefined, { signal: stopping });
      return simulator.handle(request);
    case 'garbage':
      return { ...simulator.handle(request), body: GARBAGE };
  }
}
