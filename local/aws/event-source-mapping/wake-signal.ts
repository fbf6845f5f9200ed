/** A wait that a nudge, or stopping for good, ends early. */
export class Pause {
  #wake: (() => void) | undefined;
  #nudged = false;
  #stopped = false;

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Ends the current wait, or the next one when nobody waits. */
  nudge(): void {
    this.#nudged = true;
    this.#wake?.();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** Waits for a nudge, for `milliseconds` at most; without a number, however long it takes. */
  async untilNudged(milliseconds?: number): Promise<void> {
    if (!this.#nudged) await this.#wait(milliseconds);
    this.#nudged = false;
  }

  /** Waits whatever happens, except being stopped. */
  async sleep(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!this.#stopped && performance.now() < end) await this.#wait(end - performance.now());
  }

  async #wait(milliseconds?: number): Promise<void> {
    if (this.#stopped) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = milliseconds === undefined ? undefined : setTimeout(resolve, Math.max(0, milliseconds));
    await promise;
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
