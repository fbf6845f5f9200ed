import { type Entity, ownOf } from '../entity.ts';
import { compareValues } from '../sorted-rows.ts';
import type { EntityType } from './edm.ts';
import { shownValue } from './entity.ts';
import { clientError, notSimulated } from './errors.ts';
import { type Literals, type Predicate, parseFilter } from './filter.ts';

/** The system query options of a read. */
export interface Query {
  readonly filter: Predicate;
  /** The properties to return; undefined: all. */
  readonly select: readonly string[] | undefined;
  /** Undefined without `$orderby`: the order of creation. */
  readonly compare: ((a: Entity, b: Entity) => number) | undefined;
  readonly top: number;
  readonly skip: number;
  readonly count: boolean;
  /** From `$skiptoken`: how many rows the pages before this one had. */
  readonly delivered: number;
}

const OPTIONS = ['$filter', '$select', '$orderby', '$top', '$skip', '$count', '$skiptoken', '$format'];

/** Options without `$`, such as `sap-client`, are not the service's (sap 3). */
export function parseQuery(type: EntityType, search: URLSearchParams, literals?: Literals): Query {
  for (const name of search.keys()) {
    if (!name.startsWith('$')) continue;
    if (!OPTIONS.includes(name)) throw notSimulated(`the system query option '${name}'`);
    if (search.getAll(name).length > 1) throw clientError(400, `System query option '${name}' is given twice`);
  }
  const filter = search.get('$filter');
  const count = search.get('$count') ?? 'false';
  if (count !== 'true' && count !== 'false') throw clientError(400, `Invalid $count '${count}'`);
  return {
    filter: filter === null ? () => true : parseFilter(type, filter, literals),
    select: parseSelect(type, search.get('$select')),
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
  if (!/^\d{1,9}$/.test(value)) throw clientError(400, `Invalid ${name} '${value}'`);
  return Number(value);
}

function parseSelect(type: EntityType, select: string | null): readonly string[] | undefined {
  if (select === null || select.trim() === '*') return undefined;
  const names = select.split(',').map((name) => name.trim());
  for (const name of names) {
    const isKnown = ownOf(type.properties, name) || (type.messages && name === 'SAP__Messages');
    if (!isKnown) throw clientError(400, `Invalid $select '${name}' for '${type.set}'`);
  }
  return names;
}

function parseOrder(type: EntityType, orderby: string | null): Query['compare'] {
  if (orderby === null) return undefined;
  const compares = orderby.split(',').map((term) => {
    const [, name = '', direction] = /^(\w+)(?:\s+(asc|desc))?$/.exec(term.trim()) ?? [];
    const property = ownOf(type.properties, name);
    if (!property) throw clientError(400, `Invalid $orderby '${orderby}'`);
    const sign = direction === 'desc' ? -1 : 1;
    const shownOf = (entity: Entity) => shownValue(entity, name, property);
    return (a: Entity, b: Entity) => sign * compareValues(shownOf(a), shownOf(b));
  });
  return (a, b) => compares.reduce((result, compare) => result || compare(a, b), 0);
}
