import type { Clock } from './simulator.ts';

/** A leaky bucket: `perSecond` calls drain in a second, and `burst` more may stand in the bucket. Not stored. */
export class RateLimit {
  readonly #clock: Clock;
  #level = 0;
  #drainedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a call, unless the bucket overflows. */
  admits({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }): boolean {
    const now = this.#clock();
    this.#level = Math.max(0, this.#level - ((now - this.#drainedAt) / 1000) * perSecond);
    this.#drainedAt = now;
    if (this.#level + 1 > burst + perSecond) return false;
    this.#level += 1;
    return true;
  }

  reset(): void {
    this.#level = 0;
  }
}
