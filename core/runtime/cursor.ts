import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type HubError, invalidFields } from '../domain/errors.ts';
import { parseJson } from '../domain/json.ts';

/**
 * List cursors: base64url of a version, a hash of organization and filters, and the index sort key to continue after.
 * A cursor holds no secret and grants nothing: the partition that it continues in is always the caller's own.
 */
const VERSION = 1;
const HASH_LENGTH = 22;

/** The organization and the filters of a list, in a fixed order. */
export type CursorScope = readonly (string | undefined)[];

export function encodeCursor(scope: CursorScope, sortKey: string): string {
  return Buffer.from(JSON.stringify([VERSION, hashOf(scope), sortKey])).toString('base64url');
}

/**
 * The sort key in a cursor; undefined without one. Throws `cursor.invalid` unless the cursor has this scope and a sort key of
 * this form.
 */
export function decodeCursor(scope: CursorScope, sortKeyForm: RegExp, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const CursorSchema = z.tuple([z.literal(VERSION), z.string(), z.string().check(z.regex(sortKeyForm))]);
  const { data } = CursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  // Base64 decoding skips invalid characters, so without the comparison a cursor would have many spellings.
  if (!data || encodeCursor(scope, data[2]) !== cursor) throw invalidCursor();
  return data[2];
}

/** A page as the API shows it; `next` is the sort key after which the next one begins, undefined on the last page. */
export function viewPage<Entry>(scope: CursorScope, data: readonly Entry[], next: string | undefined) {
  return { has_more: next !== undefined, next_cursor: next === undefined ? null : encodeCursor(scope, next), data };
}

function invalidCursor(): HubError {
  const message = 'must be a cursor that this list returned for the same filters';
  return invalidFields([{ path: 'cursor', message }], 'cursor.invalid');
}

function hashOf(scope: CursorScope): string {
  return createHash('sha256').update(JSON.stringify(scope)).digest('base64url').slice(0, HASH_LENGTH);
}
