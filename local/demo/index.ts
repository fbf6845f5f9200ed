import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubProcess } from '../hub-process.ts';
import { type HubFile, readHubFile } from '../runtime/hub-file.ts';
import { dataDirectory } from '../runtime/options.ts';
import { DemoClient } from './client.ts';
import { runScenario } from './scenario.ts';
import { runSupplierScenario } from './supplier-scenario.ts';

/** `npm run demo`: runs the scenario against a running hub, or one of its own; exit code 1 if a result is unexpected. */

const running = await findRunningHub(dataDirectory(process.env));
if (running) console.log(`Using the hub at ${running.api}. The demo's requests stay there.`);
const { hub, stop } = running ? { hub: running, stop: async () => {} } : await startHub();
try {
  const client = new DemoClient(hub, (line) => console.log(line));
  await runScenario(client);
  await runSupplierScenario(client);
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
  const dataDirectory = await mkdtemp(join(tmpdir(), 'hub-demo-'));
  const hubProcess = new HubProcess({ dataDirectory });
  const stop = async (): Promise<void> => {
    await hubProcess.stop();
    await rm(dataDirectory, { recursive: true });
  };
  try {
    return { hub: await hubProcess.start(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
