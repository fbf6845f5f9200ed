import type { Clock } from '../service.ts';
import type { Database } from './database.ts';

export type Snapshot = ReturnType<Database['snapshot']>;

/** Longer than the oldest state that a read may see, and the longest read, together take. */
const KEPT_MS = 10_000;

/** The states of the last seconds, each as it was before a commit, for eventually consistent reads. */
export class OldStates {
  readonly #database: Database;
  readonly #clock: Clock;
  /** Oldest first. */
  readonly #ended: { readonly at: number; readonly snapshot: Snapshot }[] = [];

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** To be called before each commit. */
  keep(): void {
    const now = this.#clock();
    const kept = this.#ended.findIndex(({ at }) => at > now - KEPT_MS);
    for (const { snapshot } of this.#ended.splice(0, kept < 0 ? this.#ended.length : kept)) void snapshot.close();
    this.#ended.push({ at: now, snapshot: this.#database.snapshot() });
  }

  /** The state of so long ago; undefined when it is the current one. */
  before(milliseconds: number): Snapshot | undefined {
    // Whatever the clock does meanwhile.
    if (milliseconds === 0) return undefined;
    const then = this.#clock() - milliseconds;
    return this.#ended.find(({ at }) => at > then)?.snapshot;
  }
}
