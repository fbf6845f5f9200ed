import { ownOf } from '../entity.ts';
import type { Condition, Selection } from '../table.ts';
import {
  comparable,
  complete,
  type Document,
  dashed,
  isDocument,
  isList,
  type Json,
  kindOf,
  type Row,
  readValue,
} from './document.ts';
import { invalid } from './errors.ts';
import { OPERATORS, type Operator, rangeOf } from './operators.ts';
import { OUTPUT_OPTIONS } from './output.ts';

/** coupa 17. */
const MAX_LIMIT = 50;
const LIST_OPTIONS = ['limit', 'offset', 'order-by', 'dir'];

/** The query of a list of documents like the example. What it does not understand is refused (coupa 21). */
export function parseQuery(example: Document, object: string, parameters: URLSearchParams): Selection<Row> {
  const problems: string[] = [];
  const options = new Map([...parameters].map(([key, value]) => [dashed(key), value]));
  const attributes = [...new Set(parameters.keys())].filter(
    (key) => ![...LIST_OPTIONS, ...OUTPUT_OPTIONS].includes(dashed(key)),
  );
  const conditions = attributes.flatMap((key) => {
    const condition = parseCondition(example, key, parameters.getAll(key).at(-1) ?? '');
    if (typeof condition === 'string') problems.push(condition);
    return typeof condition === 'string' ? [] : [condition];
  });

  function integer(name: string, absent: number, least: number): number {
    const text = options.get(name) ?? String(absent);
    if (!/^\d{1,9}$/.test(text) || Number(text) < least) problems.push(`${name} is invalid`);
    return Number(text);
  }
  const limit = Math.min(integer('limit', MAX_LIMIT, 1), MAX_LIMIT);
  const offset = integer('offset', 0, 0);
  const orderBy = dashed(options.get('order-by') ?? 'id');
  if (!isSingle(ownOf(example, orderBy))) problems.push('order_by is invalid');
  const direction = options.get('dir') ?? 'asc';
  if (direction !== 'asc' && direction !== 'desc') problems.push('dir is invalid');
  if (problems.length > 0) throw invalid(object, problems);
  return { conditions, orderBy, isDescending: direction === 'desc', offset, limit };
}

/** Reads `status[in]=a,b` and `order-lines[account][code]=x` (coupa 16); a text is a problem. */
function parseCondition(example: Document, key: string, sent: string): Condition<Row> | string {
  const { path, operator } = parseKey(key);
  const isCustom = path.at(-2) === 'custom-fields' && isDocument(valuesAt(example, path.slice(0, -1))[0]);
  // A customer's custom fields are not in the example.
  const shown = isCustom ? '' : valuesAt(example, path)[0];
  if (!isSingle(shown)) return `Unknown attribute or operator: ${key}`;

  const kind = isCustom ? 'text' : kindOf(path.at(-1) ?? '', shown);
  if (kind === 'datetime' && operator.operand) return `${key}: the operator is not available for dates`;
  const operandKind = operator.operand ?? kind;
  const texts = operator.list ? sent.split(',') : [sent];
  const operands = texts.map((text) => comparable(operandKind, readValue(operandKind, text.trim(), 0)));
  if (operands.includes(null)) return `${key} has an invalid value`;
  const satisfies = (value: Json | undefined) => {
    const compared = comparable(kind, value);
    // As in SQL, a missing value satisfies no comparison.
    return (compared !== null || operator === OPERATORS.blank) && operator.test(compared, operands);
  };
  const [field = '', ...inner] = path;
  const text = `${key}=${sent}`;
  if (inner.length > 0) return { text, matches: (row) => valuesAt(complete(example, row), path).some(satisfies) };
  const matches = (row: Row) => satisfies(row[field] ?? shown);
  return { text, field, matches, range: rangeOf(operator, operands[0] ?? null) };
}

function parseKey(key: string): { path: string[]; operator: Operator } {
  const names = /^[^[\]]+(\[[^[\]]+\])*$/.test(key) ? key.split(/[[\]]+/).filter((name) => name !== '') : [];
  const operator = names.length > 1 ? ownOf(OPERATORS, names.at(-1) ?? '') : undefined;
  return { path: names.slice(0, operator && -1).map(dashed), operator: operator ?? OPERATORS.eq };
}

/** The values at a path; of a list, those of each element. */
function valuesAt(value: Json | undefined, path: readonly string[]): (Json | undefined)[] {
  if (isList(value)) return value.flatMap((each) => valuesAt(each, path));
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  return valuesAt(isDocument(value) ? ownOf(value, name) : undefined, rest);
}

/** A field with a value, neither a list nor an association. */
function isSingle(example: Json | undefined): boolean {
  return example === null || (example !== undefined && typeof example !== 'object');
}
