import type * as z from 'zod';
import type { MemoryCollection, MemoryState } from '../collections.ts';
import { HttpError, type JsonRoutes, parseBody } from '../http/json-api.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { isRecord } from './entity.ts';

/**
 * What every partner's simulator looks like to the server. A simulator implements its vendor's API; the frame adds
 * faults, the call log, the control API and HTTP. Simulators import nothing of the product, so that a misreading of a
 * partner's document there is not repeated here. To add one: a folder with a {@link SimulatorFactory} and a line in `server.ts`.
 */

/** Milliseconds since the epoch; passed in so that tests can move time. */
export type Clock = () => number;

export interface SimulatorContext {
  /** Holds everything that must survive a restart. The control API's `reset` empties it. */
  readonly state: MemoryState;
  readonly clock: Clock;
}

export interface Simulator {
  /** What the vendor's API accepts, as listed in `hub.json`. */
  readonly credentials: Readonly<Record<string, string>>;
  /**
   * Does the work. Synchronous, so that no two requests interleave and a request's changes are stored all or none; the
   * response is sent when they are on disk. The request's path is without the simulator's prefix.
   */
  handle(request: HttpRequest): HttpResponse;
  /** The vendor's response with this status, for an injected `status` fault. */
  failure(status: number): HttpResponse;
  /** Everything it holds, in the vendor's field names. */
  contents(): unknown;
  /** Drops what it holds beside the state, which has just been emptied: sessions, tokens. */
  reset(): void;
  /** Additions to the control API, for example `POST /orders/{po}`; synchronous like `handle`. */
  readonly control: JsonRoutes;
}

/** What a call of the control API names; a 404 when there is none. */
export function existing<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new HttpError(404, `There is no ${name}.`);
  return found;
}

export type SimulatorFactory = (context: SimulatorContext) => Promise<Simulator>;

/**
 * How a customer has configured the vendor's system. A behaviour that the sources mark INFERRED is a setting too. The
 * schema has a default for each; the control API changes them.
 */
export class Settings<Data extends object> {
  readonly #schema: z.ZodType<Data>;
  readonly #stored: MemoryCollection<Data>;

  constructor(schema: z.ZodType<Data>, stored: MemoryCollection<Data>) {
    this.#schema = schema;
    this.#stored = stored;
  }

  get current(): Data {
    return this.#schema.parse(this.#stored.get('current') ?? {});
  }

  /** `POST /settings` with the settings to change. */
  readonly routes: JsonRoutes = {
    'POST /settings': ({ body }) => {
      this.#stored.put('current', parseBody(this.#schema, isRecord(body) ? { ...this.current, ...body } : body));
      return this.current;
    },
  };
}
