import { type Condition, readCondition, type Token } from '../../conditions.ts';
import { type Entity, isDate, ownOf, type Value } from '../../entity.ts';
import { compareBy, compareValues, comparisons } from '../../sorted-rows.ts';
import type { Dialect, Shape } from './dialects.ts';
import { type EntityType, normalizeTimestamp, type Property, shownValue } from './edm.ts';
import { clientError, notSimulated } from './errors.ts';

/** The system query options of a read. */
export interface Query {
  readonly filter: Condition<Entity>;
  readonly shape: Shape;
  /** Undefined without `$orderby`: the order of creation. */
  readonly compare: ((a: Entity, b: Entity) => number) | undefined;
  readonly top: number;
  readonly skip: number;
  readonly count: boolean;
  /** From `$skiptoken`: how many rows the pages before this one had. */
  readonly delivered: number;
}

const OPTIONS = ['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$skiptoken', '$format'];

/** Options without `$`, such as `sap-client`, are not the service's (sap 3). */
export function parseQuery(type: EntityType, search: URLSearchParams, dialect: Dialect): Query {
  const { option, wanted, unwanted } = dialect.count;
  for (const name of search.keys()) {
    if (!name.startsWith('$')) continue;
    if (name !== option && !OPTIONS.includes(name)) throw notSimulated(`the system query option '${name}'`);
    if (search.getAll(name).length > 1) throw clientError(400, `System query option '${name}' is given twice`);
  }
  const filter = search.get('$filter');
  const count = search.get(option) ?? unwanted;
  if (count !== wanted && count !== unwanted) throw clientError(400, `Invalid ${option} '${count}'`);
  return {
    filter: filter === null ? () => true : parseFilter(type, filter, dialect),
    shape: parseShape(type, search, dialect),
    compare: parseOrder(type, search.get('$orderby')),
    top: integer(search, '$top', Number.POSITIVE_INFINITY),
    skip: integer(search, '$skip', 0),
    count: count === wanted,
    delivered: integer(search, '$skiptoken', 0),
  };
}

/** `$select` and `$expand` (sap 72); the types end the depth. */
function parseShape(type: EntityType, options: URLSearchParams, dialect: Dialect): Shape {
  const expand: Record<string, Shape> = {};
  const source = options.get('$expand');
  for (const [navigation, options] of source === null ? [] : dialect.expansions(source)) {
    const child = ownOf(type.children, navigation);
    const isSupported = [...options.keys()].every((name) => name === '$select' || name === '$expand');
    if (child === undefined || !isSupported) throw clientError(400, `Invalid $expand '${source}' for '${type.set}'`);
    expand[navigation] = parseShape(child, options, dialect);
  }
  return { select: parseSelect(type, options.get('$select')), expand };
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
    const isKnown = ownOf(type.properties, name) || (name === 'SAP__Messages' && type.messages);
    if (!isKnown) throw clientError(400, `Invalid $select '${name}' for '${type.set}'`);
  }
  return names;
}

function parseOrder(type: EntityType, orderby: string | null): Query['compare'] {
  if (orderby === null) return undefined;
  const terms = orderby.split(',').map((term) => {
    const [, name = '', direction] = /^(\w+)(?:\s+(asc|desc))?$/.exec(term.trim()) ?? [];
    const property = ownOf(type.properties, name);
    if (!property) throw clientError(400, `Invalid $orderby '${orderby}'`);
    return { read: (entity: Entity) => shownValue(entity, name, property), isDescending: direction === 'desc' };
  });
  return compareBy(terms);
}

const COMPARISONS = comparisons('eq ne gt ge lt le');

/**
 * Reads a `$filter`: comparisons, `and`, `or`, `not` and parentheses. Throws a 400 on a
 * syntax error, an unknown property or a literal of another type.
 */
function parseFilter(type: EntityType, source: string, dialect: Dialect): Condition<Entity> {
  const invalid = (reason: string) => clientError(400, `Invalid $filter '${source}': ${reason}`);

  function wordOf(token: Token | undefined): string {
    if (token?.kind !== 'word') throw invalid('Syntax error');
    return token.text;
  }

  function comparison(take: () => Token | undefined): Condition<Entity> {
    const name = wordOf(take());
    const property = ownOf(type.properties, name);
    if (!property) throw invalid(`Property '${name}' not found in type '${type.set}'`);
    const operator = wordOf(take());
    const holds = ownOf(COMPARISONS, operator);
    if (!holds) throw invalid(`'${operator}' is no comparison`);
    const token = take();
    const wanted = token && literalOf(property, token, dialect);
    if (wanted === undefined) throw invalid(`'${token?.text}' is no literal for '${name}' (${property.type})`);
    return (entity) => {
      const value = shownValue(entity, name, property);
      // Null is neither less nor greater than anything.
      const isOrdered = value !== null && wanted !== null;
      return (isOrdered || operator === 'eq' || operator === 'ne') && holds(compareValues(value, wanted));
    };
  }

  return readCondition(source, { tokens: TOKENS, invalid, comparison });
}

/** Characters that are no token, such as an open quote, become a word that no rule accepts. */
const TOKENS = /'((?:[^']|'')*)'|([()])|(datetime(?:offset)?'[^']*'|[^\s'()]+|')/g;

/** Undefined when the token is no literal of the property's type, for example a quoted number or timestamp. */
function literalOf({ type }: Property, { kind, text }: Token, { literals }: Dialect): Value | undefined {
  if (kind === 'word' && text === 'null') return null;
  if (type === 'Edm.String') return kind === 'string' ? text : undefined;
  if (kind !== 'word') return undefined;
  if (type === 'Edm.Boolean') return ownOf<boolean>({ true: true, false: false }, text);
  const value = literals[type].exec(text)?.[1] ?? '';
  if (type === 'Edm.DateTimeOffset') return normalizeTimestamp(value);
  if (type === 'Edm.Decimal') return value === '' ? undefined : Number(value);
  return isDate(value) ? value : undefined;
}
