/** Lets a polling loop sleep until its source has something new or the loop is stopped. */
export class WakeSignal {
  #endWait: (() => void) | undefined;
  #signalled = false;
  #stopped = false;

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Ends the current wait, or the next one if there is none. */
  wake(): void {
    this.#signalled = true;
    this.#endWait?.();
  }

  /** Ends the current wait and every later one. */
  stop(): void {
    this.#stopped = true;
    this.#endWait?.();
  }

  async wait(): Promise<void> {
    if (!this.#signalled) await this.#pause();
    this.#signalled = false;
  }

  /** Waits the whole time, unless stopped. */
  async sleep(milliseconds: number): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!this.#stopped && performance.now() < end) await this.#pause(end - performance.now());
  }

  async #pause(milliseconds?: number): Promise<void> {
    if (this.#stopped) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#endWait = resolve;
    const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
    await promise;
    clearTimeout(timer);
    this.#endWait = undefined;
  }
}
