import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DATA_FILES } from './data-files.ts';
import { type HubFile, readHubFile } from './runtime/hub-file.ts';

export interface HubProcessOptions {
  readonly dataDirectory: string;
  /** As on the command line of `npm start`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const POLL_MS = 20;

/** A hub on free ports, in a process of its own. */
export class HubProcess {
  readonly #options: HubProcessOptions;
  #child: ChildProcess | undefined;

  constructor(options: HubProcessOptions) {
    this.#options = options;
  }

  get dataDirectory(): string {
    return this.#options.dataDirectory;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when the hub is ready. */
  async start(): Promise<HubFile> {
    const { dataDirectory, args = [], env = {} } = this.#options;
    // The file of an earlier start; the hub writes it again when it is ready.
    await rm(join(dataDirectory, DATA_FILES.hub), { force: true });
    this.#child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs'), ...args], {
      env: { ...process.env, ...env, HUB_PORT: '0', PARTNERS_PORT: '0', HUB_AWS_PORT: '', HUB_DATA_DIR: dataDirectory },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    while (this.isRunning) {
      const hub = await readHubFile(dataDirectory);
      if (hub) return hub;
      await setTimeout(POLL_MS);
    }
    throw new Error('The hub did not start.');
  }

  /** Resolves when the process has ended. */
  async stop(): Promise<void> {
    if (!this.#child || !this.isRunning) return;
    const ended = once(this.#child, 'exit');
    this.kill('SIGTERM');
    await ended;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }
}
