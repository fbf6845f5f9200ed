export interface WriteQueue<C> {
  /** Resolves when the changes are written, which are all in one batch. */
  push(changes: readonly C[]): Promise<void>;
  /** Resolves when everything is written that was pushed up to now. */
  flushed(): Promise<void>;
}

/**
 * LevelDB's writes run on a thread pool and may overtake each other. One batch at a time keeps them in order; changes
 * that arrive during a batch share the next one, so order costs no throughput.
 */
export function createWriteQueue<C>(commit: (changes: C[]) => Promise<void>): WriteQueue<C> {
  let running: Promise<void> = Promise.resolve();
  let next: { readonly changes: C[]; readonly done: Promise<void> } | undefined;
  return {
    push(changes) {
      if (next === undefined) {
        const group: C[] = [];
        const start = (): Promise<void> => {
          next = undefined;
          return commit(group);
        };
        running = running.then(start);
        next = { changes: group, done: running };
      }
      next.changes.push(...changes);
      return next.done;
    },
    flushed: () => running,
  };
}
