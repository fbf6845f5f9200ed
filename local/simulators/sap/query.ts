/** The system query options of a read: what to return, in which order, how much. */
import type { EntityType } from './edm.ts';
import type { Entity } from './entity.ts';
import { badRequest } from './errors.ts';
import { type Predicate, parseFilter } from './filter.ts';
import { parseShape, type Shape, splitTop } from './shape.ts';

export interface Query {
  readonly shape: Shape;
  readonly filter: Predicate;
  readonly compare: (a: Entity, b: Entity) => number;
  readonly top: number;
  readonly skip: number;
  readonly count: boolean;
  /** How many rows the pages before this one had. */
  readonly delivered: number;
}

const OPTIONS = ['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$count', '$skiptoken', '$format'];

/** Parses the query string; what does not start with `$`, such as `sap-client`, is not the service's business. */
export function parseQuery(type: EntityType, search: URLSearchParams): Query {
  for (const name of search.keys()) {
    if (!name.startsWith('$')) continue;
    if (!OPTIONS.includes(name)) throw badRequest(`System query option '${name}' is not supported`);
    if (search.getAll(name).length > 1) throw badRequest(`System query option '${name}' is given twice`);
  }
  const filter = search.get('$filter');
  const count = search.get('$count') ?? 'false';
  if (count !== 'true' && count !== 'false') throw badRequest(`Invalid $count '${count}'`);
  return {
    shape: parseShape(type, search.get('$select'), search.get('$expand')),
    filter: filter === null ? () => true : parseFilter(type, filter),
    compare: parseOrder(type, search.get('$orderby')),
    top: integer(search, '$top', Number.POSITIVE_INFINITY),
    skip: integer(search, '$skip', 0),
    count: count === 'true',
    delivered: integer(search, '$skiptoken', 0),
  };
}

function integer(search: URLSearchParams, name: string, absent: number): number {
  const value = search.get(name);
  if (value === null) return absent;
  if (!/^\d{1,9}$/.test(value)) throw badRequest(`Invalid ${name} '${value}'`);
  return Number(value);
}

/** Ties, and lists without `$orderby`, keep the order of creation, so that pages do not overlap. */
function parseOrder(type: EntityType, orderby: string | null): Query['compare'] {
  const terms = orderby === null ? [] : splitTop(orderby, ',');
  const compares = terms.map((term) => {
    const [, name = '', direction = 'asc'] = /^(\w+)(?:\s+(asc|desc))?$/.exec(term.trim()) ?? [];
    if (!Object.hasOwn(type.properties, name)) throw badRequest(`Invalid $orderby '${orderby}'`);
    const sign = direction === 'desc' ? -1 : 1;
    return (a: Entity, b: Entity) => sign * compareValues(a.values[name] ?? '', b.values[name] ?? '');
  });
  return (a, b) => compares.reduce((result, compare) => result || compare(a, b), 0);
}

function compareValues<T extends string | number | boolean>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
