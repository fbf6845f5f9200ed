import { isJsonObject } from './fields.ts';

/**
 * A JSON answer as the XML that `Accept: application/xml` asks for: a list is its element repeated, null an empty one (spendint 39).
 * The names of its members must be ours, such as those of columns.
 */
export function toXml(answer: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${element('response', answer)}`;
}

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  return `<${name}>${isJsonObject(value) ? members(value) : escaped(String(value ?? ''))}</${name}>`;
}

function members(object: Readonly<Record<string, unknown>>): string {
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => element(name, value))
    .join('');
}

/** What XML 1.0 has no character for, even escaped. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** With the carriage return, which a reader would drop. */
const MARKUP = /[&<>"\r]/g;

function escaped(text: string): string {
  return text.replace(ILLEGAL, '\u{FFFD}').replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}
