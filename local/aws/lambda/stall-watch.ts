import type { ExecutionEnvironment } from './execution-environment.ts';
import { ENOUGH_FOR_CORES, STALLED_MS } from './scaling.ts';

export interface StallWatchOptions {
  /** Whether an invocation waits that another environment could serve. */
  readonly isNeeded: () => boolean;
  readonly environments: ReadonlySet<ExecutionEnvironment>;
  readonly onStall: () => void;
}

/**
 * Tells, while an invocation waits for an environment, when none has become free for a while although fewer compute than
 * there are cores: the others wait for a partner that hangs, say. Environments that compute on all cores are not stalled,
 * however slow the machine is.
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
      const computing = [...environments].filter((environment) => !environment.hasWaited()).length;
      if (computing < ENOUGH_FOR_CORES && this.#freed === freedBefore && isNeeded()) onStall();
      this.watch();
    }, STALLED_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
