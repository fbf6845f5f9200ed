import { sameValue } from './item.ts';
import { compareNumbers } from './numbers.ts';
import type { AttributeValue } from './types.ts';

/** A value of an item, or nothing where a path leads nowhere. */
export type Found = AttributeValue | undefined;

export function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0] ?? '';
}

/** A missing value equals nothing, not even another missing one. Sets and maps have no order; numbers are normalized. */
export function equal(a: Found, b: Found): boolean {
  return a !== undefined && sameValue(a, b);
}

/**
 * Negative, 0 or positive; undefined for values of other or of different types. Strings sort by their UTF-8 bytes, where
 * JavaScript sorts by UTF-16 units and so puts an emoji before U+FF5E.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export function order(a: Found, b: Found): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  if ('S' in a && 'S' in b) return a.S === b.S ? 0 : Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if ('B' in a && 'B' in b) return Buffer.compare(bytes(a.B), bytes(b.B));
  return 'N' in a && 'N' in b ? compareNumbers(a.N, b.N) : undefined;
}

export function beginsWith(value: Found, prefix: Found): boolean {
  if (value === undefined || prefix === undefined) return false;
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if (!('B' in value && 'B' in prefix)) return false;
  const start = bytes(prefix.B);
  return bytes(value.B).subarray(0, start.length).equals(start);
}

/** A substring, an element of a set, or an element of a list, which can be of any type. */
export function contains(value: Found, part: Found): boolean {
  if (value === undefined || part === undefined) return false;
  if ('L' in value) return value.L.some((element) => equal(element, part));
  if ('S' in part) return 'S' in value ? value.S.includes(part.S) : 'SS' in value && value.SS.includes(part.S);
  if ('N' in part) return 'NS' in value && value.NS.includes(part.N);
  if (!('B' in part)) return false;
  return 'B' in value ? bytes(value.B).includes(bytes(part.B)) : 'BS' in value && value.BS.includes(part.B);
}

/** Numbers, Booleans and NULL have no size. */
export function sizeOf(value: Found): number | undefined {
  if (value === undefined) return undefined;
  if ('S' in value) return value.S.length;
  if ('B' in value) return bytes(value.B).length;
  if ('M' in value) return Object.keys(value.M).length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  if ('BS' in value) return value.BS.length;
  return 'L' in value ? value.L.length : undefined;
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
