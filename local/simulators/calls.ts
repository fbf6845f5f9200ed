/** The log of calls that a partner received; control calls are not in it. */
import type { Collection, Journal } from './journal.ts';
import type { Clock } from './simulator.ts';

export interface Call {
  readonly method: string;
  /** With the query, without the partner's prefix. */
  readonly path: string;
  /** 0 when the caller got no answer. */
  readonly status: number;
  /** ISO 8601. */
  readonly time: string;
}

export class Calls {
  readonly #calls: Collection<Call>;
  readonly #clock: Clock;

  constructor(journal: Journal, clock: Clock) {
    this.#calls = journal.collection('call');
    this.#clock = clock;
  }

  list(): Call[] {
    return this.#calls.all();
  }

  record(method: string, path: string, status: number): void {
    const time = new Date(this.#clock()).toISOString();
    this.#calls.put(String(this.#calls.size + 1), { method, path, status, time });
  }
}
