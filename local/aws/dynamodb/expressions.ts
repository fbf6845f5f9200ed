import type { AttributeValue, Item } from './types.ts';
import { beginsWith, contains, equal, type Found, order, sizeOf, typeOf } from './values.ts';

/** A document path, for example `['lines', 0, 'sku']`. */
export type Path = readonly (string | number)[];

/** An operator or function, as dynalite parses it. */
export interface Operation {
  readonly type: string;
  /** Of a function. */
  readonly name?: string;
  readonly args: readonly Argument[];
}
export type Argument = Path | Operation | AttributeValue;

export function isPath(argument: Argument): argument is Path {
  return Array.isArray(argument);
}
export function isOperation(argument: Argument): argument is Operation {
  return 'type' in argument && typeof argument.type === 'string';
}

/** The name of an operator or function. */
export function nameOf({ type, name }: Operation): string {
  return name ?? type;
}

export function valueAt(path: Path, item: Item): Found {
  return path.reduce<Found>((value, piece) => value && childOf(value, piece), { M: item });
}

function childOf(value: AttributeValue, piece: string | number): Found {
  if (typeof piece === 'number') return 'L' in value ? value.L[piece] : undefined;
  return 'M' in value && Object.hasOwn(value.M, piece) ? value.M[piece] : undefined;
}

/**
 * Whether an item meets a condition or filter. dynalite parses the expression, but compares maps and lists by identity,
 * takes two missing values as equal, and '' and false as missing.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function matches(item: Item, expression: Argument): boolean {
  if (!isOperation(expression)) return false;
  const { type, args } = expression;
  if (type === 'and') return args.every((argument) => matches(item, argument));
  if (type === 'or') return args.some((argument) => matches(item, argument));
  if (type === 'not') return !args.some((argument) => matches(item, argument));
  const [value, ...operands] = args.map((argument) => resolve(argument, item));
  return holds(nameOf(expression), value, operands);
}

function resolve(argument: Argument, item: Item): Found {
  if (isPath(argument)) return valueAt(argument, item);
  if (!isOperation(argument)) return argument;
  const [operand] = argument.args;
  const size = operand && sizeOf(resolve(operand, item));
  return size === undefined ? undefined : { N: String(size) };
}

/** Whether a comparison or function holds for values. */
export function holds(operator: string, value: Found, operands: readonly Found[]): boolean {
  const [first, second] = operands;
  switch (operator) {
    case '=':
      return equal(value, first);
    case '<>':
      return !equal(value, first);
    case '<':
      return (order(value, first) ?? 0) < 0;
    case '<=':
      return (order(value, first) ?? 1) <= 0;
    case '>':
      return (order(value, first) ?? 0) > 0;
    case '>=':
      return (order(value, first) ?? -1) >= 0;
    case 'between':
      return (order(value, first) ?? -1) >= 0 && (order(value, second) ?? 1) <= 0;
    case 'in':
      return operands.some((operand) => equal(value, operand));
    case 'attribute_exists':
      return value !== undefined;
    case 'attribute_not_exists':
      return value === undefined;
    case 'attribute_type':
      return value !== undefined && equal({ S: typeOf(value) }, first);
    case 'begins_with':
      return beginsWith(value, first);
    case 'contains':
      return contains(value, first);
    case 'not contains':
      return value !== undefined && !contains(value, first);
    default:
      throw new Error(`no operator ${operator}`);
  }
}
