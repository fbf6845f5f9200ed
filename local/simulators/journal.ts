/**
 * What a simulator must remember, as one append-only file of JSON lines. A line is written before the HTTP answer, so
 * that whatever a client was told about survives a SIGKILL of the process (a power cut is out of scope: no fsync per line).
 */
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';

/** One line: key to value; `null` deletes. A line is applied whole or, when torn, not at all. */
type Line = Readonly<Record<string, unknown>>;

/** The keys of one kind of thing, for example every purchase order. Iterates in the order of first insertion. */
export interface Collection<T> {
  get(id: string): T | undefined;
  all(): T[];
  put(id: string, value: T): void;
  delete(id: string): void;
  readonly size: number;
}

/** Append mode, so that writing goes on at the start of the file after `clear` has emptied it. */
const EMPTY_FOR_APPENDING = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND;

export class Journal {
  readonly #file: number;
  readonly #values: Map<string, Map<string, unknown>>;

  private constructor(file: number, values: Map<string, Map<string, unknown>>) {
    this.#file = file;
    this.#values = values;
  }

  /** Replays the file, drops a torn last line, and rewrites the file without what was overwritten or deleted. */
  static open(path: string): Journal {
    const values = new Map<string, Map<string, unknown>>();
    for (const line of readLines(path)) apply(values, line);
    const compacted = `${path}.compacting`;
    const file = openSync(compacted, EMPTY_FOR_APPENDING);
    for (const [kind, entries] of values) {
      for (const [id, value] of entries) writeLine(file, { [`${kind}/${id}`]: value });
    }
    fsyncSync(file);
    renameSync(compacted, path);
    return new Journal(file, values);
  }

  collection<T>(kind: string): Collection<T> {
    const values = this.#values;
    // Sound because each kind has one owner, which writes values of T only.
    const entries = () => (values.get(kind) ?? new Map()) as ReadonlyMap<string, T>;
    return {
      get: (id) => entries().get(id),
      all: () => [...entries().values()],
      put: (id, value) => this.#append({ [`${kind}/${id}`]: value }),
      delete: (id) => this.#append({ [`${kind}/${id}`]: null }),
      get size() {
        return entries().size;
      },
    };
  }

  clear(): void {
    ftruncateSync(this.#file, 0);
    this.#values.clear();
  }

  close(): void {
    closeSync(this.#file);
  }

  #append(line: Line): void {
    writeLine(this.#file, line);
    apply(this.#values, line);
  }
}

function readLines(path: string): Line[] {
  if (!existsSync(path)) return [];
  // What follows the last newline is a write that the process did not finish, hence never acknowledged.
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return whole.map((line, index) => {
    try {
      return JSON.parse(line);
    } catch (cause) {
      throw new Error(`${path}:${index + 1} is not a journal line`, { cause });
    }
  });
}

function apply(values: Map<string, Map<string, unknown>>, line: Line): void {
  for (const [key, value] of Object.entries(line)) {
    const slash = key.indexOf('/');
    const kind = key.slice(0, slash);
    const entries = values.get(kind) ?? new Map<string, unknown>();
    values.set(kind, entries);
    if (value === null) entries.delete(key.slice(slash + 1));
    else entries.set(key.slice(slash + 1), value);
  }
}

function writeLine(file: number, line: Line): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}
