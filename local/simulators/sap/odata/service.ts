import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import type { Entity, Value } from '../../entity.ts';
import type { EntityType, Property, Row } from './edm.ts';
import type { SapError } from './errors.ts';

/** An OData service: a type of entities, with all that are in them. */
export interface Service {
  /** The path, with a slash at its end. */
  readonly root: string;
  readonly dialect: Dialect;
  readonly type: EntityType;
  /** All entities of the type, or at least the one that a key beginning with this value is in. */
  readonly rows: (firstKey?: string) => Iterable<Entity>;
  /** Absent when the service is only read. `path` is below the root. */
  readonly write?: (path: string, request: HttpRequest) => HttpResponse;
}

/** What differs between OData V2 and V4. */
export interface Dialect {
  readonly headers: Readonly<Record<string, string>>;
  /** Of literals in filters: what surrounds the value. */
  readonly literals: Readonly<Record<'Edm.Date' | 'Edm.DateTimeOffset' | 'Edm.Decimal', RegExp>>;
  /** The query option that asks for the number of all rows, and its values. */
  readonly count: { readonly option: string; readonly wanted: string; readonly unwanted: string };
  /** Reads `$expand`. */
  expansions(expand: string): readonly Expansion[];
  /** A value as JSON. */
  show(value: Value, type: Property['type']): unknown;
  /** Absent when entities have no ETag. */
  readonly etagOf?: (root: Entity) => string;
  /** What an entity has beside its properties. `url` is the entity's own. */
  annotations(type: EntityType, row: Row, url: string, shape: Shape): object;
  /** Stands for children that are not expanded; undefined: nothing does. */
  deferred(url: string, shape: Shape): unknown;
  /** Several expanded children. */
  children(rows: readonly object[]): unknown;
  entity(json: object, at: Place): object;
  /** A page of a list, with the number of rows on all pages and the query of the next page's URL, where there is one. */
  page(rows: readonly object[], count: number | undefined, next: string | undefined, at: Place): object;
  serviceDocument(sets: readonly string[]): object;
  error(error: SapError, now: number): HttpResponse;
}

/** What a response is about. */
export interface Place {
  readonly type: EntityType;
  /** Below the service's root, whose URL is `base`. */
  readonly path: string;
  readonly base: string;
}

/** A navigation property in `$expand`, with the query options for what it leads to. */
export type Expansion = readonly [navigation: string, options: URLSearchParams];

/** Which parts of an entity a response has. */
export interface Shape {
  /** Undefined: all properties. */
  readonly select?: readonly string[] | undefined;
  /** By navigation property. */
  readonly expand: Readonly<Record<string, Shape>>;
  /** `SAP__Messages` of the entity. */
  readonly messages?: readonly object[];
}
