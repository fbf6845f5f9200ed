import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type HubFile, readHubFile } from '../runtime/hub-file.ts';
import { dataDirectory } from '../runtime/options.ts';
import { DemoClient } from './client.ts';
import { runScenario } from './scenario.ts';

/** `npm run demo`: runs the scenario against a running hub, or one of its own; exit code 1 if a result is unexpected. */

const POLL_MS = 100;
const running = await findRunningHub(dataDirectory(process.env));
if (running) console.log(`Using the hub at ${running.api}. The demo's requests stay there.`);
const { hub, stop } = running ? { hub: running, stop: async () => {} } : await startHub();
try {
  const client = new DemoClient(hub, (line) => console.log(line));
  await runScenario(client);
  console.log(client.summary());
  process.exitCode = client.failures > 0 ? 1 : 0;
} finally {
  await stop();
}

/** The hub described in the data directory, if it responds. */
async function findRunningHub(directory: string): Promise<HubFile | undefined> {
  const hub = await readHubFile(directory);
  const response = hub && (await fetch(`${hub.issuer}/.well-known/openid-configuration`).catch(() => undefined));
  return response?.ok ? hub : undefined;
}

/** A hub on free ports with a temporary data directory. */
async function startHub(): Promise<{ hub: HubFile; stop: () => Promise<void> }> {
  console.log('No hub is running. Starting one for the demo …');
  const directory = await mkdtemp(join(tmpdir(), 'hub-demo-'));
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../start.mjs')], {
    env: { ...process.env, HUB_PORT: '0', PARTNERS_PORT: '0', HUB_DATA_DIR: directory },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(directory, { recursive: true });
  };
  // The file appears when the hub is ready.
  while (child.exitCode === null && child.signalCode === null) {
    const hub = await readHubFile(directory);
    if (hub) return { hub, stop };
    await setTimeout(POLL_MS);
  }
  await stop();
  throw new Error('The hub did not start.');
}
