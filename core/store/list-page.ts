/** Pages of lists whose entries an index puts in order, and which are then read and matched one by one. */

/** Ends a page of long entries early: a function's response has at most 6 MB, its body counted as an escaped string. */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/** At most every character of a JSON document is escaped, by one more, in a string that holds the document. */
const MAX_ESCAPED = 2;

/** Index entries that one page reads at most, where few of them match: the caller continues from there. */
export const MAX_READ = 1000;

/** Index entries per query when a filter is not in the key, as most of them may not match. */
export const WIDE_PAGE = 100;

/** An entry that matches and where it stands; without an entry, where the reading ended early. */
export interface Placed<Entry> {
  readonly position: string;
  readonly entry?: Entry;
}

export interface Page<Entry> {
  readonly entries: Entry[];
  /** The position to continue after; absent on the last page. */
  readonly next?: string;
}

/** The first `limit` entries of a list; fewer where they are long, or where the reading ended early. */
export async function takePage<Entry>(list: AsyncIterable<Placed<Entry>>, limit: number): Promise<Page<Entry>> {
  const entries: Entry[] = [];
  let last: string | undefined;
  let bytes = 0;
  for await (const { position, entry } of list) {
    if (entry === undefined) return { entries, next: position };
    bytes += MAX_ESCAPED * Buffer.byteLength(JSON.stringify(entry));
    const isFull = entries.length === limit || (bytes > MAX_PAGE_BYTES && entries.length > 0);
    if (isFull && last !== undefined) return { entries, next: last };
    entries.push(entry);
    last = position;
  }
  return { entries };
}
