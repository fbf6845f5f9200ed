import type { Collection } from '../collections.ts';
import type { Clock } from './service.ts';

export interface DueItemsOptions<T> {
  readonly items: Collection<T>;
  /** Does the work, then puts the item again or removes it. */
  readonly run: (key: string, item: T) => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
}

/** The wait before an item whose run failed is run again. */
const FAILED_RUN_DELAY_MS = 600_000;

/** Items on disk, each run when it is due. A run that a kill interrupts is repeated after the next start. */
export class DueItems<T extends { readonly nextAt: number }> {
  readonly #options: DueItemsOptions<T>;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(options: DueItemsOptions<T>) {
    this.#options = options;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Schedules the items that the last process left. */
  async load(): Promise<void> {
    for await (const [key, item] of this.#options.items.entries()) this.#arm(key, item, item.nextAt);
  }

  /** Resolves when the item is durable. */
  async put(key: string, item: T): Promise<void> {
    await this.#options.items.put(key, item);
    this.#arm(key, item, item.nextAt);
  }

  remove(key: string): Promise<void> {
    return this.#options.items.del(key);
  }

  /** Starts no more runs, and waits for those in progress. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.allSettled(this.#running);
  }

  #arm(key: string, item: T, at: number): void {
    if (this.#closed) return;
    const { run, onError, clock } = this.#options;
    const start = (): void => {
      this.#timers.delete(timer);
      const running = run(key, item)
        .catch((error: unknown) => {
          onError(error);
          this.#arm(key, item, clock() + FAILED_RUN_DELAY_MS);
        })
        .finally(() => this.#running.delete(running));
      this.#running.add(running);
    };
    const timer = setTimeout(start, Math.max(0, at - clock())).unref();
    this.#timers.add(timer);
  }
}
