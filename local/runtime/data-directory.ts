import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openState, type State } from '../collections.ts';
import { DATA_FILES } from '../data-files.ts';
import { errorCode } from '../error-code.ts';
import { StartError } from '../start-error.ts';

/** Changes whenever the stored data does: a runtime does not read the data of another format. */
const FORMAT = '3';

const ADVICE = 'Start with --fresh to delete it, or set HUB_DATA_DIR to another folder.';

/**
 * Opens the state, which locks the data directory: LevelDB's lock ends with the process, also after SIGKILL.
 * `hub.json` is removed until the hub is ready, so that no reader finds the addresses of an earlier run.
 * Throws StartError for a directory that is in use, unusable, damaged or of another format.
 */
export async function openDataDirectory(path: string, fresh: boolean): Promise<State> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw new StartError(
      `${path} can't be the data directory (${errorCode(error)}). Set HUB_DATA_DIR to another folder.`,
    );
  });
  if (fresh) await deleteData(path);
  await checkFormat(path);
  // Before the state exists, so that SIGKILL between the two leaves a directory that is still accepted.
  await writeFile(join(path, DATA_FILES.format), FORMAT);
  const state = await openState(join(path, DATA_FILES.state)).catch((error: unknown) => {
    if (isLocked(error)) throw inUse(path);
    throw new StartError(`The data in ${path} can't be opened (${reasonOf(error)}). ${ADVICE}`);
  });
  await rm(join(path, DATA_FILES.hub), { force: true });
  return state;
}

/** Deletes what the runtime has stored, unless another one uses it. */
async function deleteData(path: string): Promise<void> {
  await openState(join(path, DATA_FILES.state)).then(
    (state) => state.close(),
    (error: unknown) => {
      if (isLocked(error)) throw inUse(path);
    },
  );
  for (const name of Object.values(DATA_FILES)) await rm(join(path, name), { recursive: true, force: true });
}

async function checkFormat(path: string): Promise<void> {
  if (!existsSync(join(path, DATA_FILES.state))) return;
  const format = await readFile(join(path, DATA_FILES.format), 'utf8').catch(() => 'none');
  if (format !== FORMAT) throw new StartError(`The data in ${path} is of another version of the hub. ${ADVICE}`);
}

function inUse(path: string): StartError {
  return new StartError(`Another hub is running with the data directory ${path}. Stop it, or set HUB_DATA_DIR.`);
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && errorCode(error.cause) === 'LEVEL_LOCKED';
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
