import { type Condition, readCondition, type Token, TokenReader } from '../conditions.ts';
import { type Entity, ownOf, type Value } from '../entity.ts';
import { isDate } from '../formats.ts';
import type { EntityType, Property } from './edm.ts';
import { shownValue } from './entity.ts';
import { clientError } from './errors.ts';
import { normalizeTimestamp } from './timestamps.ts';

export type Predicate = Condition<Entity>;

type Comparable = Exclude<Value, null>;

const COMPARISONS: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
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
export function parseFilter(type: EntityType, source: string, literals: Literals = LITERALS): Predicate {
  const tokens = new TokenReader(tokenize(source), (reason) =>
    clientError(400, `Invalid $filter '${source}': ${reason}`),
  );

  function comparison(name: string): Predicate {
    const property = propertyOf(name);
    const operator = tokens.next('word');
    const compare = ownOf(COMPARISONS, operator);
    if (!compare) throw tokens.invalid(`'${operator}' is no comparison`);
    const token = tokens.take();
    const wanted = token && literalOf(property, token, literals);
    if (wanted === undefined) throw tokens.invalid(`'${token?.text}' is no literal for '${name}' (${property.type})`);
    return (entity) => {
      const value = shownValue(entity, name, property);
      if (value !== null && wanted !== null) return compare(value, wanted);
      return operator === 'eq' ? value === wanted : operator === 'ne' && value !== wanted;
    };
  }

  function propertyOf(name: string): Property {
    const property = ownOf(type.properties, name);
    if (!property) throw tokens.invalid(`Property '${name}' not found in type '${type.set}'`);
    return property;
  }

  return readCondition(tokens, () => comparison(tokens.next('word')));
}

/** Characters that are no token, such as an open quote, become a word that no rule accepts. */
function tokenize(source: string): Token[] {
  const matches = source.matchAll(/'((?:[^']|'')*)'|([()])|(datetime(?:offset)?'[^']*'|[^\s'()]+|')/g);
  return [...matches].map(([, string, symbol, word = '']) => {
    if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'") };
    return symbol === undefined ? { kind: 'word', text: word } : { kind: 'symbol', text: symbol };
  });
}

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
