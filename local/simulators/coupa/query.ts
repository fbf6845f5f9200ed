import type { Condition, Selection } from '../table.ts';
import {
  comparable,
  type Document,
  dashed,
  documentsIn,
  isDocument,
  isList,
  type Json,
  kindOf,
  ownOf,
  type Row,
  readValue,
} from './document.ts';
import { invalid } from './errors.ts';
import { OPERATORS, rangeOf } from './operators.ts';
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
  if (!isSingle(exampleAt(example, [orderBy]))) problems.push('order_by is invalid');
  const direction = options.get('dir') ?? 'asc';
  if (direction !== 'asc' && direction !== 'desc') problems.push('dir is invalid');
  if (problems.length > 0) throw invalid(object, problems);
  return { conditions, orderBy, isDescending: direction === 'desc', offset, limit };
}

/** Reads `status[in]=a,b` and `order-lines[account][code]=x`; a text is a problem. */
function parseCondition(example: Document, key: string, sent: string): Condition<Row> | string {
  const unknown = `Unknown attribute or operator: ${key}`;
  if (!/^[^[\]]+(\[[^[\]]+\])*$/.test(key)) return unknown;
  const names = key.split(/[[\]]+/).filter((name) => name !== '');
  const operator = names.length > 1 ? ownOf(OPERATORS, names.at(-1) ?? '') : undefined;
  const path = names.slice(0, operator ? -1 : undefined).map(dashed);
  // `supplier_id` is the supplier's id (coupa 16).
  const isKnown = isSingle(exampleAt(example, path));
  const full = isKnown
    ? path
    : path.flatMap((name, depth) => (depth < path.length - 1 ? name : name.split(/-(?=id$)/)));
  const found = exampleAt(example, full);
  if (!isSingle(found)) return unknown;

  const { test, list = false, operand, dates = true } = operator ?? OPERATORS.eq;
  const kind = kindOf(full.at(-1) ?? '', found);
  if (kind === 'datetime' && !dates) return `${key}: the operator is not available for dates`;
  const texts = list ? sent.split(',') : [sent];
  const operands = texts.map((text) => comparable(operand ?? kind, readValue(operand ?? kind, text.trim(), 0)));
  if (operands.includes(null)) return `${key} has an invalid value`;
  const isBlankTest = operand === 'boolean';
  const satisfies = (value: Json | undefined) => {
    const compared = comparable(kind, value);
    return (compared !== null || isBlankTest) && test(compared, operands);
  };
  const [field = ''] = full;
  const matches = (row: Row) => some(row, example, full, 0, satisfies);
  if (full.length > 1) return { matches };
  return { field, matches, range: rangeOf(operator ?? OPERATORS.eq, operands[0] ?? null) };
}

/** Whether the value at a path satisfies; of a list, one element is enough. */
function some(
  value: Json | undefined,
  example: Json | undefined,
  path: readonly string[],
  depth: number,
  satisfies: (value: Json | undefined) => boolean,
): boolean {
  if (isList(value)) {
    const [element] = documentsIn(example);
    return value.some((each) => some(each, element, path, depth, satisfies));
  }
  const name = path[depth];
  if (name === undefined) return satisfies(value);
  const within = isDocument(example) ? example[name] : undefined;
  const own = isDocument(value) ? value[name] : undefined;
  // A row lacks what is as in the example; an association lacks what it does not have.
  return some(own ?? (isRow(value, depth, within) ? within : undefined), within, path, depth + 1, satisfies);
}

function isRow(value: Json | undefined, depth: number, within: Json | undefined): boolean {
  return !isList(within) && isDocument(value) && (depth === 0 || 'line-num' in value);
}

function exampleAt(example: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, name, depth) => {
    // A customer's custom fields are not in the example.
    if (path[depth - 1] === 'custom-fields') return null;
    const document = isList(at) ? documentsIn(at)[0] : at;
    return isDocument(document) ? ownOf(document, name) : undefined;
  }, example);
}

/** A field with a value, neither a list nor an association. */
function isSingle(example: Json | undefined): boolean {
  return example !== undefined && typeof example !== 'object' ? true : example === null;
}
