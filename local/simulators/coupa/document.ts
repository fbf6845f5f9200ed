import { decimalsOf, isDate, isRecord, ownOf, type Value } from '../entity.ts';
import type { Clock } from '../simulator.ts';

export type Json = Value | readonly Json[] | Document;

/** A JSON object of the API; its names have dashes (coupa 10). */
export interface Document {
  readonly [name: string]: Json | undefined;
}

export interface Row extends Document {
  readonly id: number;
}

export function isDocument(value: unknown): value is Document {
  return isRecord(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The documents of a list; none when the field is missing. */
export function documentsIn(value: Json | undefined): Document[] {
  return isList(value) ? value.filter(isDocument) : [];
}

/** An association or custom fields; empty when the field is missing. */
export function documentIn(value: Json | undefined): Document {
  return isDocument(value) ? value : {};
}

/** Names may be written with underscores, in bodies as in queries (coupa 10). */
export function dashed(name: string): string {
  return name.replaceAll('_', '-');
}

/** A row with all fields of its kind: those that are not stored are as in the example. */
export function complete(example: Document, row: Document): Document {
  const lists = Object.entries(example).flatMap(([name, list]) => {
    const [element = {}] = documentsIn(list);
    return isList(list) ? [[name, documentsIn(row[name]).map((each) => complete(element, each))]] : [];
  });
  return { ...example, ...row, ...Object.fromEntries(lists) };
}

export type Kind = 'integer' | 'decimal' | 'boolean' | 'datetime' | 'text';

/** What a field holds, from its name or its value in the example. */
export function kindOf(name: string, example: Json | undefined): Kind {
  if (/-(at|date|time)$/.test(name)) return 'datetime';
  if (/(^|-)(revision|version|records|processed)$|^id$|(?<!^external)-id$/.test(name)) return 'integer';
  if (typeof example === 'boolean') return 'boolean';
  return typeof example === 'string' && /^\d+\.\d+$/.test(example) ? 'decimal' : 'text';
}

/** A sent value as it is stored, decimals as text (coupa 11); undefined when it is not of the kind. */
export function readValue(kind: Kind, sent: unknown, decimals: number): Value | undefined {
  const text = typeof sent === 'string' || typeof sent === 'number' || typeof sent === 'boolean' ? String(sent) : '';
  switch (kind) {
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'decimal':
      if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(text)) return undefined;
      return Number(text).toFixed(Math.max(decimals, decimalsOf(Number(text))));
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'datetime':
      return readTimestamp(text);
    case 'text':
      return typeof sent === 'string' ? sent : undefined;
  }
}

/** What is at a path of fields; of a list, what is there in each element (coupa 16). */
export function valuesAt(value: Json | undefined, path: readonly string[]): (Json | undefined)[] {
  const [name, ...inner] = path;
  if (isList(value)) return value.flatMap((each) => valuesAt(each, path));
  if (name === undefined) return [value];
  return isDocument(value) ? valuesAt(ownOf(value, name), inner) : [];
}

/** What a stored value is compared by; null for one that is missing. Both spellings of cancelled are one (coupa 30). */
export function comparable(kind: Kind, value: Json | undefined): Value {
  if (value === undefined || value === null || typeof value === 'object') return null;
  if (kind === 'decimal') return Number(value);
  if (kind === 'text') return value === 'canceled' ? 'cancelled' : String(value);
  return value;
}

/** Coupa's times have seconds, so two changes may have the same (coupa 13). */
export function now(clock: Clock): string {
  return timestamp(Math.floor(clock() / 1000) * 1000);
}

/** Coupa's times have an offset; this instance is at UTC, so they sort as text (coupa 13). */
function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/(\.000)?Z$/, '+00:00');
}

/** A date without time is midnight UTC (coupa 13), and so, INFERRED, is a time without zone at UTC. */
function readTimestamp(text: string): string | undefined {
  const pattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
  const [match, time, zone] = pattern.exec(text) ?? [];
  const milliseconds = Date.parse(time && !zone ? `${text}Z` : text);
  if (!match || !isDate(text.slice(0, 10)) || Number.isNaN(milliseconds)) return undefined;
  return timestamp(milliseconds);
}
