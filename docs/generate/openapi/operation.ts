import type * as z from 'zod';
import type { ApiRouteKey } from '../../../functions/api/route-keys.ts';
import type { ManagementRouteKey } from '../../../functions/management/route-keys.ts';
import type { TagName } from './tags.ts';

export type RouteKey = ApiRouteKey | ManagementRouteKey;

/** What the OpenAPI document says of a route beside what its definition tells. */
export interface Operation {
  /** The name of the call in generated clients: that of the route's function. */
  readonly id: string;
  readonly tag: TagName;
  readonly summary: string;
  readonly description?: string;
  /** The body of each success, by status; null for one without a body. */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  /** Whether the response has the version as `ETag`. */
  readonly etag?: boolean;
  /** Whether the call honours `If-Match`. */
  readonly ifMatch?: boolean;
}

/** The operations of some routes. */
export type Operations = Readonly<Partial<Record<RouteKey, Operation>>>;

/** A response has the version, and the call may name the one that the caller has seen. */
export const VERSIONED = { etag: true, ifMatch: true } as const;
