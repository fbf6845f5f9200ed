import { isBlank, ownOf } from '../entity.ts';
import { isMediaType, readJson, type VendorCall } from '../vendor-api.ts';
import { invalid, reject } from './access.ts';
import { type Document, dashed, documentsIn, isDocument, isList, type Json, kindOf, readValue } from './document.ts';
import { WORDS, type Words } from './model.ts';

/** coupa 38. */
const MAX_LENGTH = 255;
const UNLIMITED = ['description', 'response-message'];
/** Ids of lines have room for so many. */
export const MAX_LIST = 999;

/** The document of a request's body; a body that is left out is an empty one. What the example lacks is ignored. */
export function readBody(call: VendorCall, example: Document, object: string): Document {
  if (call.body.length === 0) return {};
  // coupa 9.
  if (!isMediaType(call.headers['content-type'], 'application/json')) {
    throw reject(415, 'Content-Type must be application/json');
  }
  const sent = readJson(call, () => invalid('base', ['The body is not valid JSON']));
  return readDocument(example, WORDS, sent, false, (problem) => invalid(object, [problem]));
}

/** The fields of a body that the example has, as they are stored. Throws what `refuse` makes of the first problem. */
export function readDocument(
  example: Document,
  words: Words,
  sent: unknown,
  isStrict: boolean,
  refuse: (problem: string) => Error,
): Document {
  const problem = (path: string, text: string) => refuse(`${humanized(path) || 'The body'} ${text}`);

  function read(fields: Document, value: unknown, place: string): Document {
    if (!isDocument(value)) throw problem(place, 'is invalid');
    const entries = Object.entries(value).flatMap(([key, each = null]): [string, Json][] => {
      const [name, path] = [dashed(key), `${place} ${dashed(key)}`];
      if (place.endsWith('custom-fields')) return [[name, readCustomField(each, path)]];
      const field = ownOf(fields, name);
      if (field === undefined && isStrict) throw problem(path, "is unknown or can't be set");
      return field === undefined ? [] : [[name, readField(name, field, each, path)]];
    });
    return Object.fromEntries(entries);
  }

  /** Which custom fields exist is the customer's choice, so any name will do (coupa 26). */
  function readCustomField(value: Json, path: string): Json {
    if (typeof value === 'object' && value !== null) throw problem(path, 'is invalid');
    return value;
  }

  function readField(name: string, field: Json, value: Json, path: string): Json {
    if (value === null && !isList(field)) return null;
    if (isDocument(field)) return read(field, value, path);
    if (!isList(field)) return readSingle(name, field, value, path);
    if (!isList(value)) throw problem(path, 'is invalid');
    if (value.length > MAX_LIST) throw problem(path, 'is too long');
    return value.map((each) => read(documentsIn(field)[0] ?? {}, each, path));
  }

  function readSingle(name: string, field: Json, value: Json, path: string): Json {
    const decimals = typeof field === 'string' ? (field.split('.')[1] ?? '').length : 0;
    const found = readValue(kindOf(name, field), value, decimals);
    const isTooLong = typeof found === 'string' && found.length > MAX_LENGTH && !UNLIMITED.includes(name);
    if (found === undefined) throw problem(path, 'is invalid');
    if (ownOf(words, name)?.includes(String(found)) === false) throw problem(path, 'is not included in the list');
    if (isTooLong) throw problem(path, `is too long (maximum is ${MAX_LENGTH} characters)`);
    return found;
  }

  return read(example, sent, '');
}

/** A problem for each required field without a value. */
export function missing(document: Document, required: readonly string[]): string[] {
  return required.filter((name) => isBlank(document[name])).map((name) => `${humanized(name)} can't be blank`);
}

/** `document-type` as Coupa's messages write it (coupa 48). */
function humanized(path: string): string {
  const words = path.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
