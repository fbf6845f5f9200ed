import { validationException } from './errors.ts';
import { type Argument, isOperation, isPath, nameOf, type Operation, type Path, valueAt } from './expressions.ts';
import { add, subtract } from './numbers.ts';
import type { AttributeValue, Item } from './types.ts';
import type { Found } from './values.ts';

/** One action of an update expression, as dynalite parses it. */
export interface UpdateAction {
  readonly type: 'set' | 'remove' | 'add' | 'delete';
  readonly path: Path;
  readonly val?: Argument;
  /** From `AttributeUpdates`. */
  readonly isLegacy?: boolean;
}

const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const WRONG_LEGACY_TYPE = 'Type mismatch for attribute to update';

/**
 * The item after an update. Every operand and every list index is of the item before it; dynalite applies one action
 * after the other, so that `REMOVE l[0], l[1]` removes the first and the third element there.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function updated(before: Item, actions: readonly UpdateAction[]): Item {
  // Attributes are replaced, and only what is below them is changed in place. There two of them may be one value of an
  // earlier request, as which a structured clone would keep them.
  const isShallow = actions.every(({ path }) => path.length === 1);
  const after: Item = isShallow ? { ...before } : JSON.parse(JSON.stringify(before));
  const operands = actions.map(({ val }) => val && resolve(val, before));
  const lists = new Set<{ L: AttributeValue[] }>();
  for (const [index, action] of actions.entries()) {
    const parent = valueAt(action.path.slice(0, -1), after);
    if (parent !== undefined && 'L' in parent) lists.add(parent);
    change(parent, action, operands[index]);
  }
  // Removed elements, and indexes beyond the end, have left holes.
  for (const list of lists) list.L = list.L.filter(() => true);
  return after;
}

function change(parent: Found, action: UpdateAction, operand: Found): void {
  const name = action.path.at(-1);
  if (parent !== undefined && 'L' in parent && typeof name === 'number') {
    const value = changed(action, parent.L[name], operand);
    if (value === undefined) delete parent.L[name];
    else parent.L[name] = value;
  } else if (parent !== undefined && 'M' in parent && typeof name === 'string') {
    const value = changed(action, Object.hasOwn(parent.M, name) ? parent.M[name] : undefined, operand);
    if (value === undefined) delete parent.M[name];
    else parent.M[name] = value;
  } else {
    throw validationException('The document path provided in the update expression is invalid for update');
  }
}

/** The new value of an attribute; undefined to remove it. */
function changed({ type, isLegacy }: UpdateAction, old: Found, operand: Found): Found {
  if (type === 'remove' || operand === undefined) return undefined;
  if (type === 'set') return operand;
  const result = type === 'add' ? sum(old, operand) : difference(old, operand);
  if (result === 'wrong type') throw validationException(isLegacy ? WRONG_LEGACY_TYPE : WRONG_TYPE);
  return result;
}

function sum(old: Found, operand: AttributeValue): AttributeValue | 'wrong type' {
  if (old === undefined) return operand;
  if ('N' in old && 'N' in operand) return { N: add(old.N, operand.N) };
  if ('SS' in old && 'SS' in operand) return { SS: [...new Set([...old.SS, ...operand.SS])] };
  if ('NS' in old && 'NS' in operand) return { NS: [...new Set([...old.NS, ...operand.NS])] };
  if ('BS' in old && 'BS' in operand) return { BS: [...new Set([...old.BS, ...operand.BS])] };
  if ('L' in old && 'L' in operand) return { L: [...old.L, ...operand.L] };
  return 'wrong type';
}

function difference(old: Found, operand: AttributeValue): Found | 'wrong type' {
  if (old === undefined) return undefined;
  const without = (from: readonly string[], removed: readonly string[]): string[] =>
    from.filter((element) => !removed.includes(element));
  if ('SS' in old && 'SS' in operand) return nonEmpty({ SS: without(old.SS, operand.SS) });
  if ('NS' in old && 'NS' in operand) return nonEmpty({ NS: without(old.NS, operand.NS) });
  if ('BS' in old && 'BS' in operand) return nonEmpty({ BS: without(old.BS, operand.BS) });
  return 'wrong type';
}

function nonEmpty(set: AttributeValue): Found {
  return Object.values(set).some((elements: unknown) => Array.isArray(elements) && elements.length > 0)
    ? set
    : undefined;
}

function resolve(argument: Argument, item: Item): AttributeValue {
  if (!isPath(argument)) return isOperation(argument) ? calculate(argument, item) : argument;
  const value = valueAt(argument, item);
  if (value !== undefined) return structuredClone(value);
  throw validationException('The provided expression refers to an attribute that does not exist in the item');
}

function calculate(operation: Operation, item: Item): AttributeValue {
  const name = nameOf(operation);
  const [first = [], second = []] = operation.args;
  if (name === 'if_not_exists') {
    const fallback = resolve(second, item);
    return isPath(first) && valueAt(first, item) !== undefined ? resolve(first, item) : fallback;
  }
  const [a, b] = [resolve(first, item), resolve(second, item)];
  if (name === 'list_append' && 'L' in a && 'L' in b) return { L: [...a.L, ...b.L] };
  if (name !== 'list_append' && 'N' in a && 'N' in b) {
    return { N: name === 'add' ? add(a.N, b.N) : subtract(a.N, b.N) };
  }
  throw validationException(WRONG_TYPE);
}
