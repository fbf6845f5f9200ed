import type * as z from 'zod';
import type { MemoryCollection } from '../collections.ts';
import { type JsonRoutes, parseBody } from '../http/json-api.ts';
import { isRecord } from './entity.ts';

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
