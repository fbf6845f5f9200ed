import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openState, type State } from '../collections.ts';
import { DATA_FILES } from '../data-files.ts';
import { errorCode } from '../error-code.ts';
import { StartError } from '../start-error.ts';

/**
 * Opens the state, which locks the data directory: LevelDB's lock ends with the process, also after SIGKILL.
 * `hub.json` is removed until the hub is ready, so that no reader finds the addresses of an earlier run.
 */
export async function openDataDirectory(path: string, fresh: boolean): Promise<State> {
  await mkdir(path, { recursive: true });
  if (fresh) {
    // Opened and closed first: this fails when another hub uses the directory.
    await (await open(path)).close();
    for (const name of Object.values(DATA_FILES)) await rm(join(path, name), { recursive: true, force: true });
  }
  const state = await open(path);
  await rm(join(path, DATA_FILES.hub), { force: true });
  return state;
}

async function open(path: string): Promise<State> {
  try {
    return await openState(join(path, DATA_FILES.state));
  } catch (error) {
    if (error instanceof Error && errorCode(error.cause) === 'LEVEL_LOCKED') {
      throw new StartError(`Another hub is running with the data directory ${path}. Stop it, or set HUB_DATA_DIR.`);
    }
    throw error;
  }
}
