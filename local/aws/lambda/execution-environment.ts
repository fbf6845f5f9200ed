import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errorCode } from '../../error-code.ts';
import type { FunctionDefinition } from './definition.ts';
import { errorPayload } from './invocation.ts';
import type { LogFile } from './log-file.ts';

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
  readonly heapBytes: number;
}

type FromWorker =
  | { readonly type: 'loaded'; readonly failure?: string }
  | { readonly type: 'result'; readonly payload: string; readonly failed: boolean; readonly heapBytes: number };

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_TIMEOUT_MS = 10_000;
const RUNTIME = new URL('./runtime.mjs', import.meta.url);

/**
 * One execution environment: a worker thread that has loaded the bundle and serves one invocation at a time.
 * Unlike Lambda's it isn't frozen between invocations: timers and sockets of the function go on.
 */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #init = Promise.withResolvers<Init>();
  #result: PromiseWithResolvers<JobResult> | undefined;
  #endPayload: string | undefined;

  /** `onEnd` is called once, whatever ended the environment. */
  constructor(
    definition: FunctionDefinition,
    variables: Readonly<Record<string, string>>,
    log: LogFile,
    onEnd: () => void,
    clockOffsetMs = 0,
  ) {
    const startedAt = performance.now();
    this.#worker = new Worker(RUNTIME, {
      env: { ...variables },
      execArgv: [],
      stdout: true,
      stderr: true,
      workerData: { ...entryOf(definition), clockOffsetMs },
      // The shares of the memory size that Lambda's runtime sets.
      resourceLimits: {
        maxOldGenerationSizeMb: Math.floor(definition.memoryMegabytes * 0.9),
        maxYoungGenerationSizeMb: Math.max(8, Math.floor(definition.memoryMegabytes * 0.05)),
      },
    });
    log.follow(this.#worker.stdout);
    log.follow(this.#worker.stderr);
    const timeout = errorPayload('Sandbox.Timedout', 'Init timed out');
    const timer = setTimeout(() => void this.end(timeout), INIT_TIMEOUT_MS);
    this.#worker.on('message', (message: FromWorker) => {
      if (message.type === 'result') {
        this.#result?.resolve({ ...message, ended: false });
        return;
      }
      clearTimeout(timer);
      if (message.failure === undefined) this.#init.resolve({ milliseconds: performance.now() - startedAt });
      else void this.end(message.failure);
    });
    this.#worker.on('error', (error) => {
      this.#endPayload ??= crashPayload(error);
      log.line(`${new Date().toISOString()}\tERROR\tUncaught Exception\t${this.#endPayload}`);
    });
    this.#worker.on('exit', (code) => {
      clearTimeout(timer);
      const payload = this.#endPayload ?? exitPayload(code);
      this.#init.resolve({ failure: payload });
      this.#result?.resolve({ payload, failed: true, ended: true, heapBytes: 0 });
      onEnd();
    });
  }

  get init(): Promise<Init> {
    return this.#init.promise;
  }

  /** Serves an invocation. At its deadline the environment ends, and the invocation fails with `timeoutPayload`. */
  async run(job: Job, timeoutPayload: string): Promise<JobResult> {
    const result = Promise.withResolvers<JobResult>();
    this.#result = result;
    const timer = setTimeout(() => void this.end(timeoutPayload), job.deadline - Date.now());
    this.#worker.postMessage(job);
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

/** `index.handler` is the export `handler` of `index.mjs` or `index.js`. */
function entryOf({ codeDirectory, handler }: FunctionDefinition): { file: string; exportName: string } {
  const dot = handler.lastIndexOf('.');
  const path = join(codeDirectory, handler.slice(0, dot));
  return { file: existsSync(`${path}.mjs`) ? `${path}.mjs` : `${path}.js`, exportName: handler.slice(dot + 1) };
}

function exitPayload(code: number): string {
  const how = code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
  return errorPayload('Runtime.ExitError', `Runtime exited ${how}`);
}

function crashPayload(error: unknown): string {
  if (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
    return errorPayload('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed');
  }
  // Node rebuilds an error from another thread by its properties: it is not a native error.
  const { name = 'Error', message = String(error) }: Partial<Error> = Object(error);
  return errorPayload(name, message);
}
