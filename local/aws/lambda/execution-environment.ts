import type { EventLoopUtilization } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';
import { errorCode } from '../../error-code.ts';
import type { FunctionDefinition } from './definition.ts';
import { createEnvironmentFolder } from './environment-folder.ts';
import { errorPayload } from './invocation.ts';
import type { LogFile } from './log-file.ts';
import { startWorker } from './worker.ts';

export interface Job {
  readonly event: string;
  readonly deadline: number;
  readonly traceId: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** The duration of the init phase in milliseconds, or why it failed as an error payload. */
export type Init = { readonly milliseconds: number } | { readonly failure: string };

export interface JobResult {
  readonly payload: string;
  readonly failed: boolean;
  /** The environment ended before the function returned. */
  readonly ended: boolean;
  /** The most memory in bytes that the environment has used in its life. */
  readonly memoryUsed: number;
}

type FromWorker = { readonly memoryUsed: number } & (
  | { readonly type: 'loaded'; readonly failure?: string }
  | { readonly type: 'result'; readonly payload: string; readonly failed: boolean }
  | { readonly type: 'end'; readonly payload: string }
);

export interface EnvironmentOptions {
  readonly definition: FunctionDefinition;
  readonly variables: Readonly<Record<string, string>>;
  readonly log: LogFile;
  /** An existing folder outside the checkout, for a folder per environment. */
  readonly directory: string;
  /** How far the function's clock is ahead of the machine's. */
  readonly clockOffsetMs?: number | undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_TIMEOUT_MS = 10_000;

/**
 * One execution environment: a worker thread that has loaded the bundle and serves one invocation at a time. Between
 * them it is frozen: the thread waits for `#jobsSent` to change.
 */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #jobsSent = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #init = Promise.withResolvers<Init>();
  #result: PromiseWithResolvers<JobResult> | undefined;
  #endPayload: string | undefined;
  #memoryUsed = 0;
  #utilization: EventLoopUtilization | undefined;

  /** `onEnd` is called once, whatever ended the environment. */
  constructor({ definition, variables, log, directory, clockOffsetMs = 0 }: EnvironmentOptions, onEnd: () => void) {
    const startedAt = performance.now();
    const memoryLimit = definition.memoryMegabytes * 1024 ** 2;
    const folder = createEnvironmentFolder(directory, definition);
    const settings = { memoryLimit, jobsSent: this.#jobsSent, clockOffsetMs, logDescriptor: log.descriptor };
    this.#worker = startWorker({ definition, variables, folder, ...settings });
    const timeout = errorPayload('Sandbox.Timedout', 'Init timed out');
    const timer = setTimeout(() => void this.end(timeout), INIT_TIMEOUT_MS);
    this.#worker.on('message', (message: FromWorker) => {
      this.#memoryUsed = Math.min(message.memoryUsed, memoryLimit);
      if (message.type === 'result') {
        this.#result?.resolve({ ...message, ended: false });
        return;
      }
      clearTimeout(timer);
      if (message.type === 'end') void this.end(message.payload);
      else if (message.failure === undefined) this.#init.resolve({ milliseconds: performance.now() - startedAt });
      else void this.end(message.failure);
    });
    this.#worker.on('error', (error) => {
      this.#endPayload ??= crashPayload(error);
      if (isOutOfMemory(error)) this.#memoryUsed = memoryLimit;
      log.line(`${new Date().toISOString()}\tERROR\tUncaught Exception\t${this.#endPayload}`);
    });
    this.#worker.on('exit', (code) => {
      clearTimeout(timer);
      folder.remove();
      const payload = this.#endPayload ?? exitPayload(code);
      this.#init.resolve({ failure: payload });
      this.#result?.resolve({ payload, failed: true, ended: true, memoryUsed: this.#memoryUsed });
      onEnd();
    });
  }

  get init(): Promise<Init> {
    return this.#init.promise;
  }

  /** Whether the thread has waited for others, rather than computed, for most of the time since the last call. */
  hasWaited(): boolean {
    const { performance: thread } = this.#worker;
    const now = thread.eventLoopUtilization();
    const { utilization } = thread.eventLoopUtilization(now, this.#utilization);
    this.#utilization = now;
    return utilization < 0.5;
  }

  /** Serves an invocation. At its deadline the environment ends, and the invocation fails with `timeoutPayload`. */
  async run(job: Job, timeoutPayload: string): Promise<JobResult> {
    const result = Promise.withResolvers<JobResult>();
    this.#result = result;
    const timer = setTimeout(() => void this.end(timeoutPayload), job.deadline - Date.now());
    this.#worker.postMessage(job);
    Atomics.add(this.#jobsSent, 0, 1);
    Atomics.notify(this.#jobsSent, 0);
    try {
      return await result.promise;
    } finally {
      clearTimeout(timer);
      this.#result = undefined;
    }
  }

  /** Ends the environment. An invocation in progress fails with this payload. */
  async end(payload: string): Promise<void> {
    this.#endPayload ??= payload;
    await this.#worker.terminate();
  }
}

function exitPayload(code: number): string {
  const how = code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
  return errorPayload('Runtime.ExitError', `Runtime exited ${how}`);
}

function crashPayload(error: unknown): string {
  if (isOutOfMemory(error)) {
    return errorPayload('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed');
  }
  // Node rebuilds an error from another thread by its properties: it is not a native error.
  const { name = 'Error', message = String(error) }: Partial<Error> = Object(error);
  return errorPayload(name, message);
}

function isOutOfMemory(error: unknown): boolean {
  return errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY';
}
