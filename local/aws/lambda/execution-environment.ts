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

export interface Answer {
  readonly payload: string;
  readonly failed: boolean;
  /** The environment ended before the function could answer. */
  readonly ended: boolean;
  readonly heapBytes: number;
}

type FromWorker =
  | { readonly type: 'loaded'; readonly failure?: string }
  | { readonly type: 'answer'; readonly payload: string; readonly failed: boolean; readonly heapBytes: number };

/** Lambda gives a bundle ten seconds to load. */
const LOAD_TIMEOUT_MS = 10_000;
const RUNTIME = new URL('./runtime.mjs', import.meta.url);

/**
 * One execution environment: a worker thread that has loaded the bundle and serves one invocation at a time.
 * Unlike Lambda's it isn't frozen in between: what a handler leaves running goes on.
 */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #startedAt = performance.now();
  readonly #loaded = Promise.withResolvers<void>();
  #answer: PromiseWithResolvers<Answer> | undefined;
  #ending: string | undefined;
  /** Milliseconds that starting and loading took. */
  initDuration = 0;

  /** `onEnd` is called once, whatever ended the environment. */
  constructor(
    definition: FunctionDefinition,
    variables: Readonly<Record<string, string>>,
    log: LogFile,
    onEnd: () => void,
  ) {
    this.#worker = new Worker(RUNTIME, {
      env: { ...variables },
      execArgv: [],
      stdout: true,
      stderr: true,
      workerData: entryOf(definition),
      // The shares of the memory size that Lambda's runtime sets.
      resourceLimits: {
        maxOldGenerationSizeMb: Math.floor(definition.memoryMegabytes * 0.9),
        maxYoungGenerationSizeMb: Math.max(8, Math.floor(definition.memoryMegabytes * 0.05)),
      },
    });
    log.follow(this.#worker.stdout);
    log.follow(this.#worker.stderr);
    const tooSlow = setTimeout(() => this.end(errorPayload('Sandbox.Timedout', 'Init timed out')), LOAD_TIMEOUT_MS);
    this.#worker.on('message', (message: FromWorker) => {
      if (message.type === 'loaded') clearTimeout(tooSlow);
      this.#receive(message);
    });
    this.#worker.on('error', (error) => {
      this.#ending ??= crashPayload(error);
      log.line(`${new Date().toISOString()}\tERROR\tUncaught Exception\t${this.#ending}`);
    });
    this.#worker.on('exit', (code) => {
      clearTimeout(tooSlow);
      const payload = this.#ending ?? exitPayload(code);
      this.#loaded.reject(new EnvironmentEnded(payload));
      this.#answer?.resolve({ payload, failed: true, ended: true, heapBytes: 0 });
      onEnd();
    });
  }

  /** Rejects with {@link EnvironmentEnded} when the bundle can't be loaded. */
  get loaded(): Promise<void> {
    return this.#loaded.promise;
  }

  async run(job: Job, onTimeout: () => void): Promise<Answer> {
    const answer = Promise.withResolvers<Answer>();
    this.#answer = answer;
    const timer = setTimeout(onTimeout, job.deadline - Date.now());
    this.#worker.postMessage(job);
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      this.#answer = undefined;
    }
  }

  /** Ends the environment; an invocation that it serves fails with this payload. */
  async end(payload: string): Promise<void> {
    this.#ending ??= payload;
    await this.#worker.terminate();
  }

  #receive(message: FromWorker): void {
    if (message.type === 'answer') {
      const { payload, failed, heapBytes } = message;
      this.#answer?.resolve({ payload, failed, ended: false, heapBytes });
      return;
    }
    this.initDuration = performance.now() - this.#startedAt;
    if (message.failure === undefined) this.#loaded.resolve();
    else void this.end(message.failure);
  }
}

export class EnvironmentEnded extends Error {
  readonly payload: string;

  constructor(payload: string) {
    super(payload);
    this.payload = payload;
  }
}

/** `index.handler` is the export `handler` of `index.mjs` or `index.js`. */
function entryOf({ codeDirectory, handler }: FunctionDefinition): { file: string; exportName: string } {
  const dot = handler.lastIndexOf('.');
  const stem = join(codeDirectory, handler.slice(0, dot));
  return { file: existsSync(`${stem}.mjs`) ? `${stem}.mjs` : `${stem}.js`, exportName: handler.slice(dot + 1) };
}

function exitPayload(code: number): string {
  const how = code === 0 ? 'without providing a reason' : `with error: exit status ${code}`;
  return errorPayload('Runtime.ExitError', `Runtime exited ${how}`);
}

function crashPayload(error: unknown): string {
  if (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
    return errorPayload('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed');
  }
  // An error that crosses threads arrives as a look-alike, which is no native error.
  const { name = 'Error', message = String(error) }: Partial<Error> = Object(error);
  return errorPayload(name, message);
}
