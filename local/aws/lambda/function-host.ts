import { randomUUID } from 'node:crypto';
import { AwsError } from '../service.ts';
import type { FunctionDefinition } from './definition.ts';
import { EnvironmentEnded, ExecutionEnvironment } from './execution-environment.ts';
import { errorPayload, type Invocation, MAX_PAYLOAD_BYTES } from './invocation.ts';
import { type ServeOptions, serveInvocation } from './serve-invocation.ts';

/** Without a reserved concurrency Lambda starts up to 1,000 environments; one machine makes the next caller wait. */
const DEFAULT_CONCURRENCY = 8;
const IDLE_MS = 10 * 60_000;

interface Waiting {
  readonly event: string;
  readonly requestId: string;
  readonly done: PromiseWithResolvers<Invocation>;
}

export interface FunctionHostOptions extends ServeOptions {
  readonly variables: Readonly<Record<string, string>>;
}

/** Runs one function: starts environments on demand, gives each one invocation at a time, and reaps idle ones. */
export class FunctionHost {
  readonly definition: FunctionDefinition;
  readonly #options: FunctionHostOptions;
  readonly #all = new Set<ExecutionEnvironment>();
  /** The environment used last is taken first, so that the others get old enough to be reaped. */
  readonly #idle: { readonly environment: ExecutionEnvironment; readonly since: number }[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #reaper: NodeJS.Timeout;
  #starting = 0;
  #running = 0;
  #closed = false;

  constructor(options: FunctionHostOptions) {
    this.#options = options;
    this.definition = options.definition;
    this.#reaper = setInterval(() => this.#reap(), IDLE_MS / 10).unref();
  }

  /** Resolves also when the function fails; rejects only when Lambda would refuse the call. */
  async invoke(event: string): Promise<Invocation> {
    const { reservedConcurrency, name } = this.definition;
    if (this.#closed) throw new AwsError('ServiceException', 'The node is shutting down.', 500);
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
    if (this.#all.size === 0 && !this.#closed) this.#start();
  }

  /** Terminates every environment, as a crash of the machine below them would; says how many there were. */
  kill(): number {
    const environments = [...this.#all];
    const killed = errorPayload('Runtime.ExitError', 'Runtime exited with error: signal: killed');
    for (const environment of environments) environment.end(killed);
    return environments.length;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#reaper);
    await Promise.all(
      [...this.#all].map((environment) => environment.end(errorPayload('Runtime.ExitError', 'closed'))),
    );
  }

  /** Whoever waits gets an idle environment, or the first that becomes free or has started for it. */
  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const idle = this.#idle.pop();
      if (idle === undefined) break;
      this.#serveNext(idle.environment, 0);
    }
    const limit = this.definition.reservedConcurrency ?? DEFAULT_CONCURRENCY;
    while (!this.#closed && this.#starting < this.#waiting.length && this.#all.size < limit) this.#start();
  }

  #start(): void {
    const { definition, variables, log } = this.#options;
    const environment: ExecutionEnvironment = new ExecutionEnvironment(definition, variables, log, () => {
      this.#all.delete(environment);
      const index = this.#idle.findIndex((idle) => idle.environment === environment);
      if (index >= 0) this.#idle.splice(index, 1);
      this.#dispatch();
    });
    this.#all.add(environment);
    this.#starting++;
    environment.loaded
      .finally(() => this.#starting--)
      .then(
        () => this.#serveNext(environment, environment.initDuration),
        (error: unknown) => this.#failNext(error),
      );
  }

  /** Gives the environment to who waits longest, or lets it rest. */
  #serveNext(environment: ExecutionEnvironment, init: number): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#idle.push({ environment, since: Date.now() });
      return;
    }
    this.#running++;
    serveInvocation(this.#options, environment, { ...next, init }).then((invocation) => {
      this.#running--;
      next.done.resolve(invocation);
      if (this.#all.has(environment)) this.#serveNext(environment, 0);
    }, next.done.reject);
  }

  /** An environment that couldn't load fails one invocation: each gets its own attempt, and none waits for ever. */
  #failNext(error: unknown): void {
    const next = this.#waiting.shift();
    const payload = error instanceof EnvironmentEnded ? error.payload : errorPayload('Error', String(error));
    next?.done.resolve({ requestId: next.requestId, payload, functionError: 'Unhandled' });
    this.#dispatch();
  }

  #reap(): void {
    const old = Date.now() - IDLE_MS;
    for (const { environment } of this.#idle.filter(({ since }) => since < old)) {
      void environment.end(errorPayload('Runtime.ExitError', 'reaped'));
    }
  }
}
