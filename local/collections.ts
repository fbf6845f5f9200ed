import { mkdir } from 'node:fs/promises';
import { type BatchOperation, ClassicLevel } from 'classic-level';
import { orStop } from './fail-stop.ts';
import { createWriteQueue } from './write-queue.ts';

/** One change of a collection; a list of them is written all or none. */
export type Change<V> =
  | { readonly type: 'put'; readonly key: string; readonly value: V }
  | { readonly type: 'del'; readonly key: string };

export interface KeyRange {
  readonly gte?: string;
  readonly lt?: string;
}

/** Keyed JSON values of one service, in key order. An acknowledged write survives SIGKILL. */
export interface Collection<V> {
  get(key: string): Promise<V | undefined>;
  entries(range?: KeyRange): AsyncIterable<[string, V]>;
  /** All or none, and in the order of the calls. */
  write(changes: readonly Change<V>[]): Promise<void>;
  put(key: string, value: V): Promise<void>;
  del(key: string): Promise<void>;
}

/** Everything that the local runtime's small services store: one LevelDB, a sublevel per service. */
export interface State {
  sublevel<V>(name: string): Collection<V>;
  /** Collections below `name` that are read and changed synchronously. */
  inMemory(name: string): MemoryState;
  close(): Promise<void>;
}

/** Collections that are held in memory as a whole. Changes made in one synchronous run reach the disk all or none. */
export interface MemoryState {
  /** Loads a collection; to be called once per name. */
  collection<V>(name: string): Promise<MemoryCollection<V>>;
  /** Empties every collection that is loaded. */
  clear(): void;
  /** Resolves when all changes up to now survive SIGKILL. */
  flushed(): Promise<void>;
}

/**
 * Opens the state below `path`, creating it if it is missing.
 * Writes reach the operating system before they are acknowledged, so they survive SIGKILL; they are not synced to the
 * disk, so a power cut may lose the last of them.
 */
export async function openState(path: string): Promise<State> {
  await mkdir(path, { recursive: true });
  const level = new ClassicLevel<string, unknown>(path, { valueEncoding: 'json' });
  await level.open();
  const queue = createWriteQueue<BatchOperation<typeof level, string, unknown>>((writes) =>
    orStop(level.batch(writes)),
  );

  function open<V>(name: string) {
    const sublevel = level.sublevel<string, V>(name, { valueEncoding: 'json' });
    const write = (changes: readonly Change<V>[]) => queue.push(changes.map((change) => ({ ...change, sublevel })));
    return { sublevel, write };
  }

  return {
    sublevel<V>(name: string): Collection<V> {
      const { sublevel, write } = open<V>(name);
      return {
        get: (key) => sublevel.get(key),
        entries: (range = {}) => sublevel.iterator(range),
        write,
        put: (key, value) => write([{ type: 'put', key, value }]),
        del: (key) => write([{ type: 'del', key }]),
      };
    },
    inMemory(parent) {
      const loaded: { clear(): void }[] = [];
      return {
        async collection<V>(name: string) {
          const { sublevel, write } = open<V>(`${parent}/${name}`);
          const onChange = (change: Change<V>) => void write([change]);
          const collection = new MemoryCollection<V>(await sublevel.iterator().all(), onChange);
          loaded.push(collection);
          return collection;
        },
        clear: () => {
          for (const collection of loaded) collection.clear();
        },
        flushed: queue.flushed,
      };
    },
    close: async () => {
      await queue.flushed();
      await level.close();
    },
  };
}

/**
 * Keyed values in memory, in key order. A stored value must not be modified: put a changed copy instead.
 * Ascending keys, such as numbers with leading zeros, cost least: after any other key the next read sorts the collection.
 */
export class MemoryCollection<V> {
  #values = new Map<string, V>();
  #isSorted = true;
  /** The greatest key so far. */
  #last = '';
  readonly #onChange: (change: Change<V>) => void;

  constructor(entries: Iterable<readonly [string, V]> = [], onChange: (change: Change<V>) => void = () => {}) {
    for (const [key, value] of entries) this.#set(key, value);
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  entries(): Iterable<readonly [string, V]> {
    return this.#sorted().entries();
  }

  values(): Iterable<V> {
    return this.#sorted().values();
  }

  put(key: string, value: V): void {
    this.#set(key, value);
    this.#onChange({ type: 'put', key, value });
  }

  /** Puts a value after all others; for collections whose keys are all made here. */
  append(value: V): void {
    this.put(String(Number(this.#last) + 1).padStart(12, '0'), value);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#onChange({ type: 'del', key });
  }

  clear(): void {
    for (const key of this.#values.keys()) this.delete(key);
    this.#last = '';
  }

  #set(key: string, value: V): void {
    if (key > this.#last) this.#last = key;
    else if (!this.#values.has(key)) this.#isSorted = false;
    this.#values.set(key, value);
  }

  #sorted(): ReadonlyMap<string, V> {
    if (!this.#isSorted) this.#values = new Map([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#isSorted = true;
    return this.#values;
  }
}
