import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes an empty folder for the files of the execution environments, outside the checkout and its `node_modules`.
 * Its name derives from the data directory, whose lock keeps two runtimes apart: a start removes what a kill left.
 */
export function makeEnvironmentDirectory(dataDirectory: string): string {
  const id = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12);
  const directory = join(tmpdir(), `procurement-hub-${id}`);
  rmSync(directory, { recursive: true, force: true });
  // Fails when the name is taken, so that the code is never read from another user's folder.
  mkdirSync(directory, { mode: 0o700 });
  return directory;
}
