import { mkdir } from 'node:fs/promises';
import { ClassicLevel } from 'classic-level';

/** One change of a collection; a list of them is written all or none. */
export type Change<V> =
  | { readonly type: 'put'; readonly key: string; readonly value: V }
  | { readonly type: 'del'; readonly key: string };

export interface KeyRange {
  readonly gte?: string;
  readonly lt?: string;
}

/** Keyed JSON values of one service, in key order. What `write` has acknowledged survives a kill of the process. */
export interface Collection<V> {
  get(key: string): Promise<V | undefined>;
  entries(range?: KeyRange): AsyncIterable<[string, V]>;
  /** All or none, and in the order of the calls. */
  write(changes: readonly Change<V>[]): Promise<void>;
  put(key: string, value: V): Promise<void>;
  del(key: string): Promise<void>;
}

/** Everything that the local runtime's small services remember: one LevelDB, a sublevel per service. */
export interface State {
  sublevel<V>(name: string): Collection<V>;
  close(): Promise<void>;
}

/**
 * Opens the state below `path`, creating it when it isn't there.
 * Writes reach the operating system before they are acknowledged, which is what surviving SIGKILL takes; they are not
 * synced to the disk, so a power cut may lose the last of them.
 */
export async function openState(path: string): Promise<State> {
  await mkdir(path, { recursive: true });
  const level = new ClassicLevel<string, unknown>(path, { valueEncoding: 'json' });
  await level.open();
  return {
    sublevel: (name) => collection(level, name),
    close: () => level.close(),
  };
}

function collection<V>(level: ClassicLevel<string, unknown>, name: string): Collection<V> {
  const values = level.sublevel<string, V>(name, { valueEncoding: 'json' });
  const write = orderedWrites<Change<V>>((changes) => values.batch(changes));
  return {
    get: (key) => values.get(key),
    entries: (range = {}) => values.iterator(range),
    write,
    put: (key, value) => write([{ type: 'put', key, value }]),
    del: (key) => write([{ type: 'del', key }]),
  };
}

/**
 * LevelDB's writes run on a thread pool and may overtake each other. One batch at a time keeps them in order; what
 * arrives meanwhile joins the next batch, so that order costs no throughput.
 */
function orderedWrites<C>(commit: (changes: C[]) => Promise<void>): (changes: readonly C[]) => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: { changes: C[]; done: Promise<void> } | undefined;
  return (changes) => {
    if (next === undefined) {
      const group: C[] = [];
      const start = (): Promise<void> => {
        next = undefined;
        return commit(group);
      };
      running = running.then(start, start);
      next = { changes: group, done: running };
    }
    next.changes.push(...changes);
    return next.done;
  };
}
