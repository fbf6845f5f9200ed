import { type Condition, readCondition, type Token, TokenReader } from '../conditions.ts';
import { type Entity, ownOf, type Value } from '../entity.ts';
import { refuse } from './errors.ts';

type Comparable = string | number;

const COMPARISONS: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<>': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

export interface Queryable {
  /** The attributes that can be named (oracle 17). */
  readonly names: readonly string[];
  /** The value as the API shows it. */
  readonly show: (entity: Entity, name: string) => Value;
}

/** Reads `q` in the syntax of the framework version (oracle 15, 16). */
export function parseQuery({ names, show }: Queryable, source: string, version: number): Condition<Entity> {
  const invalid = () => refuse(400, `The query expression ${source} isn't valid.`);
  const tokens = new TokenReader(version === 1 ? tokenizeByExample(source) : tokenize(source), invalid);

  function literal(): string {
    const token = tokens.take();
    // Text and dates stand in quotes; numbers and flags may.
    const isBare = token?.kind === 'word' && /^(-?\d+(\.\d+)?|true|false)$/.test(token.text);
    if (token === undefined || (token.kind !== 'string' && !isBare)) throw invalid();
    return token.text;
  }

  return readCondition(tokens, () => {
    const name = tokens.next('word');
    if (!names.includes(name)) throw refuse(400, `The attribute ${name} isn't queryable.`);
    if (tokens.accept('like')) {
      const pattern = patternOf(literal());
      return (entity) => pattern.test(String(show(entity, name) ?? ''));
    }
    if (tokens.accept('is')) {
      const isNegated = tokens.accept('not');
      tokens.expect('null');
      return (entity) => (show(entity, name) === null) !== isNegated;
    }
    const holds = ownOf(COMPARISONS, tokens.next('symbol'));
    const wanted = literal();
    if (holds === undefined) throw invalid();
    return (entity) => {
      const value = show(entity, name);
      return value !== null && holds(...comparable(value, wanted));
    };
  });
}

/** Version 1: `Supplier=Dell*;Ordered>100`, with or without quotes (oracle 15). */
function tokenizeByExample(source: string): Token[] {
  const parts = source.split(';').map((part): Token[] => {
    const [, name = '', operator = '', raw = ''] = /^\s*(\w+)\s*(=|!=|<>|>=|<=|>|<)\s*(.*)$/s.exec(part) ?? [];
    const text = raw.trim().replace(/^'(.*)'$/s, (_, quoted: string) => quoted.replaceAll("''", "'"));
    const isPattern = operator === '=' && text.includes('*');
    const comparison: Token = isPattern ? { kind: 'word', text: 'like' } : { kind: 'symbol', text: operator };
    return [{ kind: 'word', text: 'and' }, { kind: 'word', text: name }, comparison, { kind: 'string', text }];
  });
  return parts.flat().slice(1);
}

/** From version 2 on: `Supplier = 'O''Reilly' and (Ordered > 100 or Description like 'x%')` (oracle 16). */
function tokenize(source: string): Token[] {
  const matches = source.matchAll(/'((?:[^']|'')*)'|(<=|>=|<>|!=|[=<>()])|([^\s'=<>!()]+|['!])/g);
  return [...matches].map(([, string, symbol, word = '']) => {
    if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'") };
    if (symbol !== undefined) return { kind: 'symbol', text: symbol };
    return { kind: 'word', text: /^(and|or|not|like|is|null)$/i.test(word) ? word.toLowerCase() : word };
  });
}

/** Dates compare as instants, numbers as numbers, all else as text. */
function comparable(value: NonNullable<Value>, wanted: string): [Comparable, Comparable] {
  if (typeof value === 'number') return [value, Number(wanted)];
  const isDate = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value);
  return isDate ? [Date.parse(value), Date.parse(wanted)] : [String(value), wanted];
}

function patternOf(pattern: string): RegExp {
  const parts = pattern.split(/[%*]+/).map((part) => part.replace(/[.*+?^$()|[\]{}\\]/g, String.raw`\$&`));
  // More parts would make the expression slow.
  if (parts.length > 5) throw refuse(400, `The pattern ${pattern} isn't supported.`);
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** `CreationDate:desc,OrderNumber` (oracle 18). */
export function parseOrder({ names, show }: Queryable, source: string): (a: Entity, b: Entity) => number {
  const terms = source.split(',').map((term) => {
    const [, name = '', direction] = /^\s*(\w+)(?::(asc|desc))?\s*$/.exec(term) ?? [];
    if (!names.includes(name)) throw refuse(400, `The value ${source} of orderBy isn't valid.`);
    return { name, sign: direction === 'desc' ? -1 : 1 };
  });
  return (a, b) => {
    for (const { name, sign } of terms) {
      const [left, right] = [show(a, name) ?? '', show(b, name) ?? ''];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  };
}
