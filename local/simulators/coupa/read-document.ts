import { ownOf } from '../entity.ts';
import { isMediaType, readJson, type VendorCall } from '../vendor-api.ts';
import { type Document, dashed, documentsIn, isDocument, isList, type Json, kindOf, readValue } from './document.ts';
import { invalid, reject } from './errors.ts';

/** coupa 38. */
const MAX_LENGTH = 255;
const UNLIMITED = ['description', 'response-message'];
/** Ids of lines have room for so many. */
export const MAX_LIST = 999;

/** Words that a field may have, by its name. */
export type Words = Readonly<Record<string, readonly string[]>>;

/** The document of a request's body; a body that is left out is an empty one. What the example lacks is ignored. */
export function readBody(call: VendorCall, example: Document, object: string, words: Words): Document {
  if (call.body.length === 0) return {};
  // coupa 9.
  if (!isMediaType(call.headers['content-type'], 'application/json')) {
    throw reject(415, 'Content-Type must be application/json');
  }
  const sent = readJson(call, () => invalid('base', ['The body is not valid JSON']));
  const { document, problems } = readDocument(example, words, sent, false);
  if (problems.length > 0) throw invalid(object, problems);
  return document;
}

/** The fields of a body that the example has, as they are stored, and what is wrong with them. */
export function readDocument(example: Document, words: Words, sent: unknown, isStrict: boolean) {
  const problems: string[] = [];

  function read(fields: Document, value: unknown, place: string): Document {
    if (!isDocument(value)) problems.push(`${humanized(place) || 'The body'} is invalid`);
    const entries = Object.entries(isDocument(value) ? value : {}).flatMap(([key, each]): [string, Json][] => {
      const name = dashed(key);
      const path = `${place} ${name}`;
      if (place.endsWith('custom-fields')) return [[name, readCustomField(each, path)]];
      const field = ownOf(fields, name);
      if (field === undefined && isStrict) problems.push(`${humanized(path)} is unknown or can't be set`);
      return field === undefined ? [] : [[name, readField(name, field, each, path)]];
    });
    return Object.fromEntries(entries);
  }

  function readField(name: string, field: Json, value: unknown, path: string): Json {
    if (isDocument(field)) return value === null ? null : read(field, value, path);
    if (!isList(field)) return value === null ? null : readSingle(name, field, value, path);
    if (!Array.isArray(value)) problems.push(`${humanized(path)} is invalid`);
    else if (value.length > MAX_LIST) problems.push(`${humanized(path)} is too long`);
    else return value.map((each) => read(documentsIn(field)[0] ?? {}, each, path));
    return [];
  }

  function readSingle(name: string, field: Json, value: unknown, path: string): Json {
    const decimals = typeof field === 'string' ? (field.split('.')[1] ?? '').length : 0;
    const found = readValue(kindOf(name, field), value, decimals);
    const isTooLong = typeof found === 'string' && found.length > MAX_LENGTH && !UNLIMITED.includes(name);
    if (found === undefined) problems.push(`${humanized(path)} is invalid`);
    else if (ownOf(words, name)?.includes(String(found)) === false) {
      problems.push(`${humanized(path)} is not included in the list`);
    } else if (isTooLong) problems.push(`${humanized(path)} is too long (maximum is ${MAX_LENGTH} characters)`);
    return found ?? null;
  }

  /** Which custom fields exist is the customer's choice, so any name will do (coupa 26). */
  function readCustomField(value: unknown, path: string): Json {
    if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
      return value;
    problems.push(`${humanized(path)} is invalid`);
    return null;
  }

  return { document: read(example, sent, ''), problems };
}

/** A problem for each required field without a value. */
export function missing(document: Document, required: readonly string[]): string[] {
  const isBlank = (name: string) => [undefined, null, ''].some((blank) => document[name] === blank);
  return required.filter(isBlank).map((name) => `${humanized(name)} can't be blank`);
}

/** `document-type` as Coupa's messages write it (coupa 48). */
function humanized(path: string): string {
  const words = path.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
