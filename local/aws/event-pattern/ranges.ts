import { BlockList, isIP } from 'node:net';
import type { Test } from './operators.ts';
import { InvalidPattern } from './refuse.ts';

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** EventBridge compares numbers between -5e9 and 5e9. */
const LIMIT = 5_000_000_000;

/** `["=", 1]`, `["<", 1]` or a range such as `[">", 0, "<=", 5]`. */
export function numeric(operand: unknown, path: readonly string[]): Test {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new InvalidPattern(path, 'numeric takes an operator and a number, or two of each');
  }
  const [operator, bound, upperOperator, upperBound] = operand;
  const first = comparison(operator, bound, path);
  if (operand.length === 2) return (leaf) => typeof leaf === 'number' && first(leaf);
  const second = comparison(upperOperator, upperBound, path);
  const isRange = String(operator).startsWith('>') && String(upperOperator).startsWith('<') && bound < upperBound;
  if (!isRange) throw new InvalidPattern(path, 'a numeric range goes from > or >= to < or <=, bottom below top');
  return (leaf) => typeof leaf === 'number' && first(leaf) && second(leaf);
}

function comparison(operator: unknown, bound: unknown, path: readonly string[]): (value: number) => boolean {
  const compare = typeof operator === 'string' && Object.hasOwn(COMPARISONS, operator) && COMPARISONS[operator];
  if (!compare) throw new InvalidPattern(path, `unrecognized numeric operator ${String(operator)}`);
  if (typeof bound !== 'number' || Math.abs(bound) > LIMIT) {
    throw new InvalidPattern(path, `numeric compares with a number between -${LIMIT} and ${LIMIT}`);
  }
  return (value) => compare(value, bound);
}

/** An IPv4 or IPv6 network such as `10.0.0.0/24`. */
export function cidr(operand: unknown, path: readonly string[]): Test {
  const [address = '', bits = '', ...more] = String(operand).split('/');
  const version = isIP(address);
  const width = version === 6 ? 128 : 32;
  if (version === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > width || more.length > 0) {
    throw new InvalidPattern(path, `malformed CIDR ${String(operand)}`);
  }
  const network = new BlockList();
  const family = version === 6 ? 'ipv6' : 'ipv4';
  network.addSubnet(address, Number(bits), family);
  return (leaf) => typeof leaf === 'string' && isIP(leaf) === version && network.check(leaf, family);
}
