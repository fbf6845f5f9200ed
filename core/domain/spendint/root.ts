import { type Kind, LISTS, MAX_ENTRIES } from './document.ts';
import { Fields, isJsonObject } from './fields.ts';

/** What a call brings: its documents, or a sentence that says why the whole call is refused (spendint 3, 14). */

export const MAX_DOCUMENTS = 100;
/** The documented shapes have seven levels. */
const MAX_DEPTH = 16;

export type Mode = 'sync' | 'async';

/** `mode` of the query, async when there is none; undefined for any other word. */
export function readMode(mode: string | undefined): Mode | undefined {
  const word = mode?.trim().toLowerCase() || 'async';
  return word === 'sync' || word === 'async' ? word : undefined;
}

export type Root = { readonly documents: readonly unknown[] } | { readonly refusal: string };

/** The documents of a body that was read as JSON. */
export function readRoot(kind: Kind, body: unknown): Root {
  if (!isJsonObject(body)) return { refusal: 'The body must be a JSON object with the list root' };
  if (!Object.hasOwn(body, 'root')) return { refusal: 'root is missing' };
  const { root } = body;
  if (!Array.isArray(root)) return { refusal: 'root must be a list of documents' };
  if (root.length === 0) return { refusal: 'root must have at least one document' };
  if (root.length > MAX_DOCUMENTS) return { refusal: `root must have at most ${MAX_DOCUMENTS} documents` };
  if (isDeeperThan(MAX_DEPTH, body)) return { refusal: `The body must have at most ${MAX_DEPTH} levels` };
  const list = LISTS[kind];
  const entries = root.reduce((sum: number, document: unknown) => sum + lengthOf(document, list), 0);
  if (entries <= MAX_ENTRIES) return { documents: root };
  return { refusal: `Each transaction has a limit of ${MAX_ENTRIES} ${list}; this one has ${entries}` };
}

/** Reads the list as the readers of documents do: its key may end with a space. */
function lengthOf(document: unknown, list: string): number {
  const value = new Fields(document).raw(list);
  return Array.isArray(value) ? value.length : 0;
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
