import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './definition.ts';
import type { EnvironmentFolder } from './environment-folder.ts';

/**
 * Below Lambda's share of 5 % where a function has more than 256 MB: what is this small stays in the processor's caches,
 * costs no more collections that matter, and a dozen environments share one machine.
 */
const YOUNG_MB = 12;

const RUNTIME = new URL('./runtime.mjs', import.meta.url);

/** Starts the thread of an execution environment. */
export function startWorker({
  definition: { handler, memoryMegabytes },
  variables,
  folder: { task, scratch },
  ...settings
}: {
  readonly definition: FunctionDefinition;
  readonly variables: Readonly<Record<string, string>>;
  readonly folder: EnvironmentFolder;
  readonly memoryLimit: number;
  readonly jobsSent: Int32Array;
  readonly clockOffsetMs: number;
  readonly logDescriptor: number;
}): Worker {
  return new Worker(RUNTIME, {
    // Lambda sets no TMPDIR: it is how `os.tmpdir()` finds the scratch folder.
    env: { ...variables, LAMBDA_TASK_ROOT: task, TMPDIR: scratch },
    execArgv: [],
    // The thread's output goes to its log, not to this process.
    stdout: true,
    stderr: true,
    workerData: { ...settings, ...entryOf(task, handler), taskRoot: task },
    resourceLimits: {
      // The share of the memory size that Lambda's runtime sets.
      maxOldGenerationSizeMb: Math.floor(memoryMegabytes * 0.9),
      maxYoungGenerationSizeMb: YOUNG_MB,
    },
  });
}

/** `index.handler` is the export `handler` of `index.mjs` or `index.js`. */
function entryOf(directory: string, handler: string): { file: string; exportName: string } {
  const dot = handler.lastIndexOf('.');
  const path = join(directory, handler.slice(0, dot));
  return { file: existsSync(`${path}.mjs`) ? `${path}.mjs` : `${path}.js`, exportName: handler.slice(dot + 1) };
}
