import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from './definition.ts';
import type { EnvironmentFolder } from './environment-folder.ts';

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
}): Worker {
  return new Worker(RUNTIME, {
    // Lambda sets no TMPDIR: it is how `os.tmpdir()` finds the scratch folder.
    env: { ...variables, LAMBDA_TASK_ROOT: task, TMPDIR: scratch },
    execArgv: [],
    stdout: true,
    stderr: true,
    workerData: { ...settings, ...entryOf(task, handler), taskRoot: task },
    // The shares of the memory size that Lambda's runtime sets.
    resourceLimits: {
      maxOldGenerationSizeMb: Math.floor(memoryMegabytes * 0.9),
      maxYoungGenerationSizeMb: Math.max(8, Math.floor(memoryMegabytes * 0.05)),
    },
  });
}

/** `index.handler` is the export `handler` of `index.mjs` or `index.js`. */
function entryOf(directory: string, handler: string): { file: string; exportName: string } {
  const dot = handler.lastIndexOf('.');
  const path = join(directory, handler.slice(0, dot));
  return { file: existsSync(`${path}.mjs`) ? `${path}.mjs` : `${path}.js`, exportName: handler.slice(dot + 1) };
}
