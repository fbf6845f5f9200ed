import { StartError } from '../../start-error.ts';
import { compileCondition, isObject, type Leaf, PatternError } from './condition.ts';

/** Whether a part of the event matches; `root` is the whole event, which `exists: false` needs. */
type Matcher = (node: unknown, root: unknown) => boolean;

/**
 * Compiles an event pattern of EventBridge (or of a Lambda event filter) to a predicate. `owner` names the pattern's
 * resource in the error for a pattern that AWS rejects, or that has an operator which the local runtime doesn't support.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: unknown, owner: string): (event: unknown) => boolean {
  try {
    if (!isObject(pattern)) throw new PatternError([], 'an event pattern is a JSON object');
    const matcher = compileObject(pattern, []);
    return (event) => matcher(event, event);
  } catch (error) {
    if (error instanceof PatternError) throw new StartError(`${owner}: ${error.message}`);
    throw error;
  }
}

function compileObject(pattern: Record<string, unknown>, path: readonly string[]): Matcher {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new PatternError(path, 'empty objects are not allowed');
  const matchers = fields.map(([name, value]) => compileField(name, value, [...path, name]));
  return (node, root) => matchers.every((matches) => matches(node, root));
}

function compileField(name: string, value: unknown, path: readonly string[]): Matcher {
  if (name === '$or') throw new PatternError(path, 'the local runtime does not support $or');
  if (isObject(value)) {
    const inner = compileObject(value, path);
    // All conditions below an array must hold for the same element of it ("array consistency").
    return (node, root) => objectsOf(member(node, name)).some((element) => inner(element, root));
  }
  if (!Array.isArray(value)) throw new PatternError(path, 'a value to match must be in an array');
  if (value.length === 0) throw new PatternError(path, 'empty arrays are not allowed');
  const mayBeAbsent = value.some(isAbsence);
  const tests = value.filter((condition) => !isAbsence(condition)).map((c) => compileCondition(c, path));
  return (node, root) =>
    leavesOf(member(node, name)).some((leaf) => tests.some((matches) => matches(leaf))) ||
    (mayBeAbsent && !hasLeaf(root, path));
}

function isAbsence(condition: unknown): boolean {
  return isObject(condition) && condition.exists === false && Object.keys(condition).length === 1;
}

function member(node: unknown, name: string): unknown {
  return isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
}

/**
 * The objects that a pattern's object applies to: the object itself or an array's elements. An absent field counts as
 * an empty object, because `exists: false` may match below it.
 */
function objectsOf(node: unknown): unknown[] {
  if (Array.isArray(node)) return node.length === 0 ? [{}] : node.flatMap(objectsOf);
  return isObject(node) ? [node] : [{}];
}

/** The values at the end of a path; an array stands for each of its elements. */
function leavesOf(node: unknown): Leaf[] {
  if (Array.isArray(node)) return node.flatMap(leavesOf);
  return isLeaf(node) ? [node] : [];
}

function isLeaf(node: unknown): node is Leaf {
  return node === null || ['string', 'number', 'boolean'].includes(typeof node) || JSON.isRawJSON(node);
}

function hasLeaf(node: unknown, path: readonly string[]): boolean {
  if (Array.isArray(node)) return node.some((element) => hasLeaf(element, path));
  const [name, ...rest] = path;
  return name === undefined ? leavesOf(node).length > 0 : isObject(node) && hasLeaf(member(node, name), rest);
}
