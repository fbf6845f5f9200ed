import type { ExecutionEnvironment } from './execution-environment.ts';
import { STALLED_MS } from './scaling.ts';

export interface StallWatchOptions {
  /** Whether an invocation waits that another environment could serve. */
  readonly isNeeded: () => boolean;
  readonly environments: ReadonlySet<ExecutionEnvironment>;
  readonly onStall: () => void;
}

/**
 * Tells, while an invocation waits for an environment, when none has become free for a while although all have mostly
 * waited for others themselves: a partner that hangs, say. Environments that compute are not stalled, however slow the
 * machine is.
 */
export class StallWatch {
  readonly #options: StallWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #freed = 0;

  constructor(options: StallWatchOptions) {
    this.#options = options;
  }

  /** To be called whenever an environment has become free. */
  freed(): void {
    this.#freed++;
  }

  /** To be called whenever an invocation has to wait. */
  watch(): void {
    const { isNeeded, environments, onStall } = this.#options;
    if (this.#timer !== undefined || !isNeeded()) return;
    const freedBefore = this.#freed;
    for (const environment of environments) environment.hasWaited();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const allWaited = [...environments].every((environment) => environment.hasWaited());
      if (allWaited && this.#freed === freedBefore && isNeeded()) onStall();
      this.watch();
    }, STALLED_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
