import type * as z from 'zod';

/** What the OpenAPI document says of a route beside what its definition tells. */
export interface Operation {
  /** The name of the call in generated clients: that of the route's function. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** The body of each success, by status. */
  readonly responses: Readonly<Record<number, z.ZodType>>;
  /** Whether the response has the version as `ETag`. */
  readonly etag?: boolean;
  /** Whether the call honours `If-Match`. */
  readonly ifMatch?: boolean;
}
