import type { Clock } from '../service.ts';

export interface Availability {
  /** Whether a message can be received now. */
  readonly isAvailable: boolean;
  /** When the next hidden message becomes visible. */
  readonly nextVisibleAt: number | undefined;
}

/** Wakes long polls and event source mappings when a message may be available. */
export class Waiters {
  readonly #clock: Clock;
  readonly #availability: () => Availability;
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  closed = false;

  constructor(clock: Clock, availability: () => Availability) {
    this.#clock = clock;
    this.#availability = availability;
  }

  /** Calls `listener` whenever a message may have become available, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.notify();
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listeners if a message is available, and again when the next one becomes visible. */
  notify(): void {
    clearTimeout(this.#timer);
    if (this.closed || this.#listeners.size === 0) return;
    const { isAvailable, nextVisibleAt } = this.#availability();
    if (nextVisibleAt !== undefined) {
      this.#timer = setTimeout(() => this.notify(), Math.max(1, nextVisibleAt - this.#clock())).unref();
    }
    if (isAvailable) this.#callListeners();
  }

  /** Resolves when a message may be available, at the latest after `milliseconds`. */
  async wait(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    const unsubscribe = this.subscribe(resolve);
    await promise;
    unsubscribe();
    clearTimeout(timer);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.#timer);
    this.#callListeners();
  }

  #callListeners(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
