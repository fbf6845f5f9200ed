import { type Condition, readCondition } from '../conditions.ts';
import { type Entity, ownOf, type Value } from '../entity.ts';
import { compareValues } from '../sorted-rows.ts';
import { refuse } from './errors.ts';
import { shown } from './render.ts';

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

/** The names of the attributes that hold dates and numbers; all others are text or flags. */
const DATES = /Date$/;
const NUMBERS = /(Id|Price|Quantity|Ordered|(Line|Schedule|Distribution|ChangeOrder)Number)$/;

/** Reads `q` in the syntax of the framework version, over these attributes (oracle 15, 16). */
export function parseQuery(names: readonly string[], source: string, version: number): Condition<Entity> {
  const invalid = () => refuse(400, `The query expression ${source} isn't valid.`);

  function comparison(name: string, operator: string, wanted: string): Condition<Entity> {
    if (!names.includes(name)) throw refuse(400, `The attribute ${name} isn't queryable.`);
    const holds = ownOf(COMPARISONS, operator);
    const isText = !DATES.test(name) && !NUMBERS.test(name);
    const isLiteral =
      isText || (wanted !== '' && !Number.isNaN(DATES.test(name) ? Date.parse(wanted) : Number(wanted)));
    if (holds === undefined || !isLiteral) throw invalid();
    return (entity) => {
      const value = shown(entity, name);
      return value !== null && holds(compareValues(...comparable(value, wanted)));
    };
  }

  if (version === 1) {
    // `Supplier=Dell;Ordered>100`, with or without quotes.
    const parts = source.split(';').map((part) => {
      const [, name = '', operator = '', raw = ''] = /^\s*(\w+)\s*(=|!=|>=|<=|>|<)\s*(.*)$/s.exec(part) ?? [];
      const quoted = /^'((?:[^']|'')*)'\s*$/.exec(raw)?.[1];
      // oracle 49: an expression of version 2 is refused, not taken for one long value.
      if (quoted === undefined && /'|\sand\s/i.test(raw)) throw invalid();
      return comparison(name, operator, quoted?.replaceAll("''", "'") ?? raw.trim());
    });
    return (entity) => parts.every((part) => part(entity));
  }

  return readCondition(source, {
    tokens: TOKENS,
    invalid,
    comparison: (take) => {
      const [name, operator, literal] = [take(), take(), take()];
      // Text and dates stand in quotes; numbers and flags may.
      const isBare = literal?.kind === 'word' && /^(-?\d+(\.\d+)?|true|false)$/.test(literal.text);
      const isLiteral = literal?.kind === 'string' || isBare;
      if (name?.kind !== 'word' || operator?.kind !== 'symbol' || !isLiteral) throw invalid();
      return comparison(name.text, operator.text, literal.text);
    },
  });
}

/** Of `Supplier = 'O''Reilly' and (Ordered > 100 or not Buyer = 'x')`. */
const TOKENS = /'((?:[^']|'')*)'|(<=|>=|!=|[=<>()])|([^\s'=<>!()]+|['!])/g;

/** Dates compare as instants, numbers as numbers, all else as text. */
function comparable(value: NonNullable<Value>, wanted: string): [Value, Value] {
  if (typeof value === 'number') return [value, Number(wanted)];
  const isDate = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value);
  return isDate ? [Date.parse(value), Date.parse(wanted)] : [String(value), wanted];
}

/** `CreationDate:desc,OrderNumber` (oracle 18). */
export function parseOrder(names: readonly string[], source: string) {
  const terms = source.split(',').map((term) => {
    const [, name = '', direction] = /^\s*(\w+)(?::(asc|desc))?\s*$/.exec(term) ?? [];
    if (!names.includes(name)) throw refuse(400, `The value ${source} of orderBy isn't valid.`);
    const sign = direction === 'desc' ? -1 : 1;
    return (a: Entity, b: Entity) => sign * compareValues(shown(a, name), shown(b, name));
  });
  return (a: Entity, b: Entity) => terms.reduce((order, compare) => order || compare(a, b), 0);
}
