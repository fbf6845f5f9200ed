/**
 * What every partner's simulator looks like to the server. A simulator knows its vendor's API and nothing of faults,
 * call logs or sockets; it imports nothing of the product, so that a misreading there cannot cancel itself out here.
 * To add a partner: a folder with a {@link SimulatorFactory}, and a line in `server.ts`.
 */
import type { PartnerAnswer, PartnerRequest } from './http.ts';
import type { Journal } from './journal.ts';

/** Milliseconds since the epoch; passed in so that tests can move time. */
export type Clock = () => number;

export interface SimulatorContext {
  /** Where everything goes that must survive a kill. Emptied by the control API's `reset`. */
  readonly journal: Journal;
  readonly clock: Clock;
}

export interface Simulator<Credentials = unknown> {
  /** The first path segment of its URL. */
  readonly name: string;
  readonly credentials: Credentials;
  /** Does the work; synchronous, so that no two requests interleave. Whatever it acknowledges is in the journal. */
  handle(request: PartnerRequest): PartnerAnswer;
  /** The vendor's own way to answer this status, for an injected `status` fault. */
  failure(status: number): PartnerAnswer;
  /** Everything it holds, in the vendor's field names. */
  state(): unknown;
  /** Forgets what it keeps beside the journal, which has just been emptied: sessions, tokens. */
  reset(): void;
  /** Additions to the control API, by method and path, for example `POST /orders/{po}`. */
  readonly control?: Readonly<Record<string, ControlRoute>>;
}

export type SimulatorFactory<S extends Simulator = Simulator> = (context: SimulatorContext) => S;

export interface ControlInput {
  /** The values of the path's `{placeholders}`. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Returns the JSON to answer with 200, or nothing for 204. Throws {@link ControlError}. */
export type ControlRoute = (input: ControlInput) => unknown;

/** A control call that cannot be obeyed; says which field is wrong. */
export class ControlError extends Error {
  readonly status: number;
  readonly errors: readonly { readonly path: string; readonly message: string }[];

  constructor(status: number, message: string, errors: ControlError['errors'] = []) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
    this.errors = errors;
  }
}
