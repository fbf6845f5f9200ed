import { type Leaf, leafTest, type Test } from './operators.ts';
import { InvalidPattern, isObject } from './refuse.ts';

/** Whether this part of the event matches; `root` is the whole event, which only `exists: false` looks at. */
type Matcher = (node: unknown, root: unknown) => boolean;

/**
 * Compiles an event pattern of EventBridge (or of a Lambda event filter) to a predicate.
 * A pattern that AWS would refuse throws an error that says where and why.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  if (!isObject(pattern)) throw new InvalidPattern([], 'an event pattern is a JSON object');
  const matcher = compileObject(pattern, []);
  return (event) => matcher(event, event);
}

function compileObject(pattern: Record<string, unknown>, path: readonly string[]): Matcher {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new InvalidPattern(path, 'empty objects are not allowed');
  const matchers = entries.map(([name, value]) =>
    name === '$or' ? compileOr(value, path) : compileField(name, value, [...path, name]),
  );
  return (node, root) => matchers.every((matches) => matches(node, root));
}

function compileOr(alternatives: unknown, path: readonly string[]): Matcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2 || !alternatives.every(isObject)) {
    throw new InvalidPattern([...path, '$or'], '$or takes an array of at least two objects');
  }
  const matchers = alternatives.map((alternative) => compileObject(alternative, path));
  return (node, root) => matchers.some((matches) => matches(node, root));
}

function compileField(name: string, value: unknown, path: readonly string[]): Matcher {
  if (isObject(value)) {
    const inner = compileObject(value, path);
    // All conditions below an array must hold in the same element of it ("array consistency").
    return (node, root) => objectsOf(member(node, name)).some((element) => inner(element, root));
  }
  if (!Array.isArray(value)) throw new InvalidPattern(path, 'a value to match must be in an array');
  if (value.length === 0) throw new InvalidPattern(path, 'empty arrays are not allowed');
  const mayBeAbsent = value.some(isAbsence);
  const tests: Test[] = value
    .filter((condition) => !isAbsence(condition))
    .map((condition) => leafTest(condition, path));
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
 * What a pattern's object may apply to: the object itself or an array's elements. An absent field still counts as an
 * empty object, since `exists: false` may match below it.
 */
function objectsOf(node: unknown): unknown[] {
  if (Array.isArray(node)) return node.length === 0 ? [{}] : node.flatMap(objectsOf);
  return isObject(node) ? [node] : [{}];
}

/** Values at the end of a path; an array stands for each of its elements. */
function leavesOf(node: unknown): Leaf[] {
  if (Array.isArray(node)) return node.flatMap(leavesOf);
  const isLeaf = node === null || ['string', 'number', 'boolean'].includes(typeof node);
  return isLeaf ? [node as Leaf] : [];
}

function hasLeaf(node: unknown, path: readonly string[]): boolean {
  if (Array.isArray(node)) return node.some((element) => hasLeaf(element, path));
  const [name, ...rest] = path;
  return name === undefined ? leavesOf(node).length > 0 : isObject(node) && hasLeaf(member(node, name), rest);
}
