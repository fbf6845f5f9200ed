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
  /** The body for one entity. */
  entity(json: object, type: EntityType, path: string): object;
  /** The body for a page of a list. */
  page(page: ShownPage, type: EntityType, path: string): object;
  serviceDocument(sets: readonly string[]): object;
  error(error: SapError, now: number): HttpResponse;
}

/** A navigation property in `$expand`, with the query options for what it leads to. */
export interface Expansion {
  readonly navigation: string;
  readonly options: URLSearchParams;
}

/** Which parts of an entity a response has. */
export interface Shape {
  /** Undefined: all properties. */
  readonly select?: readonly string[] | undefined;
  /** By navigation property. */
  readonly expand: Readonly<Record<string, Shape>>;
  /** `SAP__Messages` of the entity. */
  readonly messages?: readonly object[];
}

export interface ShownPage {
  readonly rows: readonly object[];
  /** Of all pages, if the request wants to know. */
  readonly count: number | undefined;
  /** The query of the next page's URL. */
  readonly next: string | undefined;
  /** The URL of the service's root. */
  readonly base: string;
}
