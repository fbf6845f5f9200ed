import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adverseSeed } from './adverse.ts';
import { eventually } from './eventually.ts';

const START_DEADLINE_MS = 60_000;

/** Starts the local runtime of a checkout as a process of its own and waits until it is ready. */
export async function startRuntime(
  checkout: string,
  dataDirectory: string,
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const hubFile = join(dataDirectory, 'hub.json');
  const logFile = `${dataDirectory}.log`;
  rmSync(hubFile, { force: true });
  const options = adverseSeed === undefined ? [] : ['--adverse', '--seed', String(adverseSeed)];
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['local/start.mjs', ...options], {
    cwd: checkout,
    env: { ...process.env, ...env, HUB_DATA_DIR: dataDirectory },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  trackProcess(child);
  await eventually(() => existsSync(hubFile) || hasEnded(child), { deadline: START_DEADLINE_MS }).catch(() => {
    child.kill('SIGKILL');
    throw new Error(`the runtime did not start:\n${readFileSync(logFile, 'utf8')}`);
  });
  if (hasEnded(child)) throw new Error(`the runtime ended with ${child.exitCode}:\n${readFileSync(logFile, 'utf8')}`);
  return child;
}

export interface Ended {
  readonly status: number | null;
  /** Of standard output and standard error. */
  readonly output: string;
}

/** Runs a script of `local` to its end. */
export async function runScript(
  checkout: string,
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(process.execPath, [join('local', file), ...args], {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  trackProcess(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  await once(child, 'close');
  return { status: child.exitCode, output };
}

/** Sends the signal and waits for the end of the process; resolves to its exit code, null when a signal ended it. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
}

/** Names a process to the cleanup of the test run, which ends it if nothing else does. */
export function trackProcess(child: ChildProcess, id = child.pid): void {
  const file = join(tmpdir(), 'processes', String(id));
  writeFileSync(file, '');
  child.once('exit', () => rmSync(file, { force: true }));
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
