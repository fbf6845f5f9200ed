import { type Condition, readCondition, type Token } from '../conditions.ts';
import { type Entity, ownOf, type Value } from '../entity.ts';
import { isDate } from '../formats.ts';
import { compareValues } from '../sorted-rows.ts';
import { type EntityType, normalizeTimestamp, type Property, shownValue } from './edm.ts';
import { clientError, notSimulated } from './errors.ts';

/** The system query options of a read. */
export interface Query {
  readonly filter: Condition<Entity>;
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
export function parseQuery(type: EntityType, search: URLSearchParams, literals = LITERALS): Query {
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

const COMPARISONS: Readonly<Record<string, (a: NonNullable<Value>, b: NonNullable<Value>) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/**
 * Reads a `$filter`: comparisons, `and`, `or`, `not` and parentheses. Throws a 400 on a
 * syntax error, an unknown property or a literal of another type.
 */
function parseFilter(type: EntityType, source: string, literals: Literals): Condition<Entity> {
  const invalid = (reason: string) => clientError(400, `Invalid $filter '${source}': ${reason}`);

  function comparison(take: () => Token | undefined): Condition<Entity> {
    const [name, operator] = [wordOf(take()), wordOf(take())];
    const property = propertyOf(name);
    const compare = ownOf(COMPARISONS, operator);
    if (!compare) throw invalid(`'${operator}' is no comparison`);
    const token = take();
    const wanted = token && literalOf(property, token, literals);
    if (wanted === undefined) throw invalid(`'${token?.text}' is no literal for '${name}' (${property.type})`);
    return (entity) => {
      const value = shownValue(entity, name, property);
      if (value !== null && wanted !== null) return compare(value, wanted);
      return operator === 'eq' ? value === wanted : operator === 'ne' && value !== wanted;
    };
  }

  function wordOf(token: Token | undefined): string {
    if (token?.kind !== 'word') throw invalid('Syntax error');
    return token.text;
  }

  function propertyOf(name: string): Property {
    const property = ownOf(type.properties, name);
    if (!property) throw invalid(`Property '${name}' not found in type '${type.set}'`);
    return property;
  }

  return readCondition(source, { tokens: TOKENS, invalid, comparison });
}

/** Characters that are no token, such as an open quote, become a word that no rule accepts. */
const TOKENS = /'((?:[^']|'')*)'|([()])|(datetime(?:offset)?'[^']*'|[^\s'()]+|')/g;

/** Undefined when the token is no literal of the property's type, for example a quoted number or timestamp. */
function literalOf({ type }: Property, { kind, text }: Token, literals: Literals): Value | undefined {
  if (kind === 'word' && text === 'null') return null;
  if (type === 'Edm.String') return kind === 'string' ? text : undefined;
  return kind === 'word' ? literals[type](text) : undefined;
}

/** How a literal of a type is written, without text. */
export type Literals = Readonly<Record<Exclude<Property['type'], 'Edm.String'>, (text: string) => Value | undefined>>;

const LITERALS: Literals = {
  'Edm.Boolean': (text) => ownOf<boolean>({ true: true, false: false }, text),
  'Edm.Date': (text) => (isDate(text) ? text : undefined),
  'Edm.DateTime': () => undefined,
  'Edm.DateTimeOffset': normalizeTimestamp,
  'Edm.Decimal': (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined),
};

/** sap 70. */
export const V2_LITERALS: Literals = {
  ...LITERALS,
  'Edm.DateTime': (text) => {
    const day = /^datetime'(\d{4}-\d{2}-\d{2})T00:00(:00(\.0+)?)?'$/.exec(text)?.[1] ?? '';
    return isDate(day) ? day : undefined;
  },
  'Edm.DateTimeOffset': (text) => normalizeTimestamp(/^datetimeoffset'(.*)'$/.exec(text)?.[1] ?? ''),
  'Edm.Decimal': (text) => LITERALS['Edm.Decimal'](text.replace(/[mM]$/, '')),
};
