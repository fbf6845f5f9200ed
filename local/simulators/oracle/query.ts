import { type Condition, readCondition } from '../conditions.ts';
import { type Entity, ownOf, type Value } from '../entity.ts';
import { compareBy, compareValues, comparisons } from '../sorted-rows.ts';
import { refuse } from './errors.ts';
import { shown } from './model.ts';

const COMPARISONS = comparisons('= != > >= < <=');

/** How values compare, by the names of their attributes: dates as instants, numbers as numbers, all else as text. */
function readerOf(name: string): (text: string) => Value {
  if (/Date$/.test(name)) return Date.parse;
  const numbers = /(Id|Price|Quantity|Ordered|Balance|Activity|(Line|Schedule|Distribution|ChangeOrder)Number)$/;
  return numbers.test(name) ? Number : String;
}

/** Reads `q` in the syntax of the framework version, over these attributes (oracle 15, 16). */
export function parseQuery(names: readonly string[], source: string, version: number): Condition<Entity> {
  const invalid = () => refuse(400, `The query expression ${source} isn't valid.`);

  function comparison(name: string, operator: string, text: string): Condition<Entity> {
    if (!names.includes(name)) throw refuse(400, `The attribute ${name} isn't queryable.`);
    const [holds, read] = [ownOf(COMPARISONS, operator), readerOf(name)];
    // An empty text would be the number 0.
    const wanted = text === '' && read !== String ? Number.NaN : read(text);
    if (holds === undefined || Number.isNaN(wanted)) throw invalid();
    return (entity) => {
      const value = shown(entity, name);
      return value !== null && holds(compareValues(read(String(value)), wanted));
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

/** `CreationDate:desc,OrderNumber` (oracle 18). */
export function parseOrder(names: readonly string[], source: string) {
  const terms = source.split(',').map((term) => {
    const [, name = '', direction] = /^\s*(\w+)(?::(asc|desc))?\s*$/.exec(term) ?? [];
    if (!names.includes(name)) throw refuse(400, `The value ${source} of orderBy isn't valid.`);
    return { read: (entity: Entity) => shown(entity, name), isDescending: direction === 'desc' };
  });
  return compareBy(terms);
}
