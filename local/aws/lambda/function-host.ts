import { randomUUID } from 'node:crypto';
import type { Adversity } from '../adversity.ts';
import { AwsError } from '../service.ts';
import type { FunctionDefinition } from './definition.ts';
import { type EnvironmentOptions, ExecutionEnvironment } from './execution-environment.ts';
import { errorPayload, type Invocation, MAX_PAYLOAD_BYTES } from './invocation.ts';
import { concurrencyLimit, ENOUGH_FOR_CORES } from './scaling.ts';
import { type ServeOptions, serveInvocation } from './serve-invocation.ts';
import { StallWatch } from './stall-watch.ts';

const IDLE_MS = 10 * 60_000;
/** For the environments beyond the cores, which a stall has started. */
const IDLE_EXTRA_MS = 30_000;

interface Waiting {
  readonly event: string;
  readonly requestId: string;
  readonly done: PromiseWithResolvers<Invocation>;
}

export type FunctionHostOptions = ServeOptions & EnvironmentOptions & { readonly adversity?: Adversity | undefined };

/** Runs one function: starts environments on demand, gives each one invocation at a time, and ends idle ones. */
export class FunctionHost {
  readonly definition: FunctionDefinition;
  readonly #options: FunctionHostOptions;
  readonly #environments = new Set<ExecutionEnvironment>();
  /** A stack, so that the environments which aren't needed stay idle and are ended. */
  readonly #idle: { readonly environment: ExecutionEnvironment; readonly since: number }[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #idleTimer: NodeJS.Timeout;
  /** Beyond the cores, environments start one by one. */
  readonly #stall: StallWatch;
  #starting = 0;
  #running = 0;
  #closed = false;

  constructor(options: FunctionHostOptions) {
    this.#options = options;
    this.definition = options.definition;
    this.#stall = new StallWatch({
      environments: this.#environments,
      isNeeded: () => this.#waiting.length > 0 && this.#starting === 0 && this.#mayStart(),
      onStall: () => this.#start(),
    });
    this.#idleTimer = setInterval(() => this.#endIdle(), IDLE_EXTRA_MS / 3).unref();
  }

  /** Rejects only when Lambda would reject the call; a function that fails gives an invocation with `functionError`. */
  async invoke(event: string): Promise<Invocation> {
    const { reservedConcurrency, name } = this.definition;
    if (this.#closed) throw new AwsError('ServiceException', 'The local runtime is shutting down.', 500);
    if (Buffer.byteLength(event) > MAX_PAYLOAD_BYTES) {
      throw new AwsError('RequestTooLargeException', `Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes`, 413);
    }
    if (reservedConcurrency !== undefined && this.#running + this.#waiting.length >= reservedConcurrency) {
      const Reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
      throw new AwsError('TooManyRequestsException', `Rate Exceeded. (${name})`, 429, { Reason });
    }
    const done = Promise.withResolvers<Invocation>();
    this.#waiting.push({ event, requestId: randomUUID(), done });
    this.#dispatch();
    return done.promise;
  }

  /** Loads one environment ahead of the first invocation. */
  warm(): void {
    if (this.#environments.size === 0 && !this.#closed) this.#start();
  }

  /** Ends every environment as a crash of its machine would. Returns how many there were. */
  kill(): number {
    const { size } = this.#environments;
    void this.#endAll('Runtime exited with error: signal: killed');
    return size;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#idleTimer);
    this.#stall.close();
    await this.#endAll('closed');
    while (this.#waiting.length > 0) this.#failNext(errorPayload('Runtime.ExitError', 'closed'));
    this.#options.log.close();
  }

  async #endAll(reason: string): Promise<void> {
    const payload = errorPayload('Runtime.ExitError', reason);
    // An environment takes a moment to end and serves nothing more.
    this.#idle.length = 0;
    await Promise.all([...this.#environments].map((environment) => environment.end(payload)));
  }

  /** Gives waiting invocations to idle environments, and starts environments for the rest. */
  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const idle = this.#idle.pop();
      if (idle === undefined) break;
      this.#serveNext(idle.environment, 0);
    }
    while (this.#starting < this.#waiting.length && this.#environments.size < ENOUGH_FOR_CORES && this.#mayStart()) {
      this.#start();
    }
    this.#stall.watch();
  }

  #mayStart(): boolean {
    return !this.#closed && this.#environments.size < concurrencyLimit(this.definition);
  }

  #start(): void {
    const onEnd = (): void => {
      this.#environments.delete(environment);
      const index = this.#idle.findIndex((idle) => idle.environment === environment);
      if (index >= 0) this.#idle.splice(index, 1);
      this.#dispatch();
    };
    const clockOffsetMs = this.#options.adversity?.clockOffsetMs();
    let environment: ExecutionEnvironment;
    try {
      environment = new ExecutionEnvironment({ ...this.#options, clockOffsetMs }, onEnd);
    } catch (error) {
      // Its folder can't be written, for example on a full disk.
      const reason = `The environment can't be created: ${error instanceof Error ? error.message : error}`;
      this.#options.log.line(`${new Date().toISOString()} ${reason}`);
      this.#failNext(errorPayload('Runtime.Unknown', reason));
      return;
    }
    this.#environments.add(environment);
    this.#starting++;
    void environment.init.then((init) => {
      this.#starting--;
      if ('failure' in init) this.#failNext(init.failure);
      else this.#serveNext(environment, init.milliseconds);
    });
  }

  /** Gives the environment the invocation that has waited longest, or marks it idle. */
  #serveNext(environment: ExecutionEnvironment, init: number): void {
    this.#stall.freed();
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#idle.push({ environment, since: Date.now() });
      return;
    }
    this.#running++;
    this.#stall.watch();
    serveInvocation(this.#options, environment, { ...next, init }).then((invocation) => {
      this.#running--;
      next.done.resolve(invocation);
      if (!this.#environments.has(environment)) return;
      if (this.#options.adversity?.recycles()) void environment.end(errorPayload('Runtime.ExitError', 'recycled'));
      else this.#serveNext(environment, 0);
    }, next.done.reject);
  }

  /** An environment that fails to start fails one invocation, so that none waits for ever. */
  #failNext(payload: string): void {
    const next = this.#waiting.shift();
    next?.done.resolve({ requestId: next.requestId, payload, functionError: 'Unhandled' });
    this.#dispatch();
  }

  #endIdle(): void {
    for (let extra = this.#environments.size - ENOUGH_FOR_CORES; ; extra--) {
      // The first has been idle for longest.
      const [longest] = this.#idle;
      if (longest === undefined || longest.since > Date.now() - (extra > 0 ? IDLE_EXTRA_MS : IDLE_MS)) return;
      this.#idle.shift();
      void longest.environment.end(errorPayload('Runtime.ExitError', 'idle'));
    }
  }
}
