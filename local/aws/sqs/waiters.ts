import type { Clock } from '../service.ts';

interface Look {
  /** Something can be received now. */
  readonly ready: boolean;
  /** When else something will be. */
  readonly nextAt: number | undefined;
}

/** Who wants to know when a queue may have something to receive: long polls and event source mappings. */
export class Waiters {
  readonly #clock: Clock;
  readonly #check: () => Look;
  readonly #listeners = new Set<() => void>();
  readonly #sleepers = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(clock: Clock, check: () => Look) {
    this.#clock = clock;
    this.#check = check;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Calls `listener` whenever something may have become visible, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.look();
    return () => this.#listeners.delete(listener);
  }

  /** Tells the listeners if something is visible, and sees to it that they hear of the next message in time. */
  look(): void {
    clearTimeout(this.#timer);
    if (this.#closed || this.#listeners.size === 0) return;
    const { ready, nextAt } = this.#check();
    if (nextAt !== undefined) {
      this.#timer = setTimeout(() => this.look(), Math.max(1, nextAt - this.#clock())).unref();
    }
    if (ready) for (const listener of [...this.#listeners]) listener();
  }

  /** Resolves when something may be visible, after `milliseconds` at the latest. */
  async next(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    const unlisten = this.listen(resolve);
    this.#sleepers.add(resolve);
    await promise;
    this.#sleepers.delete(resolve);
    unlisten();
    clearTimeout(timer);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const wake of this.#sleepers) wake();
  }
}
