import type { AttributeValue, Item } from './types.ts';

function utf8(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** An item that is stored or read does not change any more, and its size is asked for several times. */
const sizes = new WeakMap<Item, number>();

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function itemSize(item: Item): number {
  let size = sizes.get(item);
  if (size === undefined) {
    size = sizeOfMembers(item);
    sizes.set(item, size);
  }
  return size;
}

function sizeOfMembers(item: Item): number {
  let size = 0;
  for (const [name, value] of Object.entries(item)) size += utf8(name) + valueSize(value);
  return size;
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
  if ('M' in value) return 3 + Object.keys(value.M).length + sizeOfMembers(value.M);
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
  if (a === undefined || b === undefined || a === b) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameValue(a[name], ownMember(b, name)));
}

export function sameValue(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  if ('S' in a && 'S' in b) return a.S === b.S;
  if ('M' in a && 'M' in b) return sameItem(a.M, b.M);
  if ('L' in a && 'L' in b) {
    return a.L.length === b.L.length && a.L.every((element, index) => sameValue(element, b.L[index]));
  }
  const [type, content] = contentOf(a);
  const [otherType, otherContent] = contentOf(b);
  if (type !== otherType) return false;
  return Array.isArray(content) && Array.isArray(otherContent)
    ? sameElements(content, otherContent)
    : content === otherContent;
}

function contentOf(value: AttributeValue): readonly [type: string, content: unknown] {
  return Object.entries(value)[0] ?? ['', undefined];
}

function sameElements(a: readonly unknown[], b: readonly unknown[]): boolean {
  const elements = new Set(b);
  return a.length === b.length && a.every((element) => elements.has(element));
}

function ownMember(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

export function pick(item: Item, names: readonly string[]): Item {
  const picked: Item = {};
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
