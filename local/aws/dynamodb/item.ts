import type { AttributeValue, Item } from './types.ts';

function utf8(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function itemSize(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name) + valueSize(value), 0);
}

function valueSize(value: AttributeValue): number {
  if ('S' in value) return utf8(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return binarySize(value.B);
  if ('SS' in value) return sum(value.SS.map(utf8));
  if ('NS' in value) return sum(value.NS.map(numberSize));
  if ('BS' in value) return sum(value.BS.map(binarySize));
  // A list or map takes 3 bytes, and one more per element.
  if ('L' in value) return 3 + sum(value.L.map((element) => 1 + valueSize(element)));
  if ('M' in value) return 3 + Object.keys(value.M).length + itemSize(value.M);
  return 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
function binarySize(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}

/** One byte for two digits, one byte more, and one for a minus sign. */
function numberSize(text: string): number {
  const digits = text.replace(/^-/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '').length;
  return digits === 0 ? 1 : 1 + Math.ceil(digits / 2) + (text.startsWith('-') ? 1 : 0);
}

/** JSON with sorted members and set elements, so that equal values are equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (name, member: unknown) => {
    if (Array.isArray(member)) return /^[SNB]S$/.test(name) ? [...member].sort() : member;
    if (typeof member !== 'object' || member === null) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The order of attributes and of set elements does not matter. */
export function sameItem(a: Item | undefined, b: Item | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonicalJson(a) === canonicalJson(b);
}

export function pick(item: Item, names: readonly string[]): Item {
  const picked: Item = {};
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
