import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openState, type State } from '../collections.ts';
import { errorCode } from '../error-code.ts';
import { StartError } from '../start-error.ts';

/** Everything that a node keeps; nothing else below the data directory is ever touched. */
const KEPT = ['state', 'dynamodb', 's3', 'logs', 'hub.json', 'issuer-key.json', 'aws-port'];

/**
 * Opens the node's state, which also locks the data directory: LevelDB's lock ends with the process, so a killed node
 * leaves none behind. `hub.json` goes now and comes back when the node is ready, so that nobody reads a stale one.
 */
export async function openDataDirectory(path: string, fresh: boolean): Promise<State> {
  await mkdir(path, { recursive: true });
  if (fresh) {
    // Only under the lock: another node may be running here.
    await (await open(path)).close();
    for (const name of KEPT) await rm(join(path, name), { recursive: true, force: true });
  }
  const state = await open(path);
  await rm(join(path, 'hub.json'), { force: true });
  return state;
}

async function open(path: string): Promise<State> {
  try {
    return await openState(join(path, 'state'));
  } catch (error) {
    // LevelDB says that it could not open, and in the cause why.
    if (error instanceof Error && errorCode(error.cause) === 'LEVEL_LOCKED') {
      throw new StartError(`A node is already running with the data in ${path}. Stop it, or set HUB_DATA_DIR.`);
    }
    throw error;
  }
}
