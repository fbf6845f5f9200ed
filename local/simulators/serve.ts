/** A simulator with what the server keeps beside it, and one call to it, with whatever fault was ordered for the call. */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Calls } from './calls.ts';
import type { Faults } from './faults.ts';
import { type PartnerAnswer, type PartnerRequest, writeAnswer } from './http.ts';
import type { Journal } from './journal.ts';
import type { Simulator } from './simulator.ts';

export interface Partner {
  readonly simulator: Simulator;
  readonly journal: Journal;
  readonly calls: Calls;
  readonly faults: Faults;
}

/** What happens on the wire: an answer, a closed connection, or nothing at all. */
type Outcome = PartnerAnswer | 'drop' | 'silence';

const GARBAGE = '{"value":[{"';

/** Serves one call. The call log is written before the answer; `stopping` cuts a `slow` fault short. */
export async function serve(
  partner: Partner,
  request: PartnerRequest,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const pathAndQuery = request.query === '' ? request.path : `${request.path}?${request.query}`;
  const outcome = await decide(partner, request, pathAndQuery, stopping);
  const answered = typeof outcome === 'object' && !response.destroyed;
  partner.calls.record(request.method, pathAndQuery, answered ? outcome.status : 0);
  if (outcome === 'drop') response.destroy();
  else if (outcome !== 'silence') writeAnswer(response, outcome);
}

async function decide(
  { simulator, faults }: Partner,
  request: PartnerRequest,
  pathAndQuery: string,
  stopping: AbortSignal,
): Promise<Outcome> {
  const fault = faults.take(request.method, pathAndQuery);
  switch (fault?.kind) {
    case undefined:
      return simulator.handle(request);
    case 'status': {
      const failure = simulator.failure(fault.status);
      return { ...failure, headers: { ...failure.headers, ...fault.headers } };
    }
    case 'timeout':
      if (fault.work) simulator.handle(request);
      return 'silence';
    case 'drop-before':
      return 'drop';
    case 'drop-after':
      simulator.handle(request);
      return 'drop';
    case 'slow':
      await wait(fault.ms, undefined, { signal: stopping });
      return simulator.handle(request);
    case 'garbage':
      return { ...simulator.handle(request), body: GARBAGE };
  }
}
