import { type Argument, isOperation, isPath, nameOf, type Operation, type Path } from './expressions.ts';
import { typeOf } from './values.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_OPERATORS = 300;
const MAX_IN_OPERANDS = 100;

const ORDERED = new Set(['<', '<=', '>', '>=', 'between']);
const SCALARS = new Set(['S', 'N', 'B']);

/** The first rule that a parsed condition, filter or update breaks and that dynalite's parser does not know. */
export function brokenRule(expressions: readonly Argument[]): string | undefined {
  const operations = expressions.flatMap(operationsIn);
  if (operations.length > MAX_OPERATORS) {
    return `The expression contains too many operators; operator count: ${MAX_OPERATORS + 1}`;
  }
  return operations.map(brokenByOne).find((message) => message !== undefined);
}

function operationsIn(argument: Argument): readonly Operation[] {
  if (!isOperation(argument)) return [];
  return [argument, ...argument.args.flatMap(operationsIn)];
}

function brokenByOne(operation: Operation): string | undefined {
  const { type, args } = operation;
  if (args.some((argument) => isOperation(argument) && argument.name === 'list_append')) {
    return 'The function is not allowed to be used this way in an expression; function: list_append';
  }
  if (type === 'in' && args.length > MAX_IN_OPERANDS + 1) {
    return `The IN operator is provided with too many operands; number of operands: ${args.length - 1}`;
  }
  if (type === 'in' || type === 'between' || operation.name === 'if_not_exists') {
    const [first, ...others] = args;
    if (first && isPath(first) && others.some((other) => isPath(other) && samePath(first, other)))
      return repeated(operation, first);
  }
  return ORDERED.has(type) ? unordered(operation) : undefined;
}

/** The message for an operand of a type that has no order. */
function unordered(operation: Operation): string | undefined {
  for (const argument of operation.args) {
    const type = isPath(argument) || isOperation(argument) ? undefined : typeOf(argument);
    if (type !== undefined && !SCALARS.has(type)) {
      return `Incorrect operand type for operator or function; operator or function: ${printed(operation)}, operand type: ${type}`;
    }
  }
  return undefined;
}

function repeated(operation: Operation, path: Path): string {
  const pieces = path.map((piece) => (typeof piece === 'number' ? `[${piece}]` : piece));
  return (
    'The first operand must be distinct from the remaining operands for this operator or function; ' +
    `operator: ${printed(operation)}, first operand: [${pieces.join(', ')}]`
  );
}

function printed(operation: Operation): string {
  return operation.type === 'function' ? nameOf(operation) : operation.type.toUpperCase();
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((piece, index) => piece === b[index]);
}

/** The message for a syntax error at a position, which quotes the token and its neighbours. */
export function syntaxError(text: string, position: number): string {
  const tokens = [...text.matchAll(/[#:]?\w+|<>|<=|>=|\S/g)];
  const found = tokens.findIndex(({ index, 0: token }) => index + token.length > position);
  const at = found === -1 ? tokens.length : found;
  const start = tokens[Math.max(0, at - 1)]?.index ?? 0;
  const next = tokens[at + 1] ?? tokens[at];
  const end = next === undefined ? text.length : next.index + next[0].length;
  return `token: "${tokens[at]?.[0] ?? '<EOF>'}", near: "${text.slice(start, end)}"`;
}
