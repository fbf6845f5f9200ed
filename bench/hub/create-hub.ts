import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HubProcess } from '../../local/hub-process.ts';
import type { Workspace } from '../workspace.ts';

/** A hub of the run, with its temporary files, such as its functions' and its compile cache, in the run's folder too. */
export function createHub({ directory, own }: Workspace, args: readonly string[] = []): HubProcess {
  const temporary = join(directory, 'tmp');
  mkdirSync(temporary);
  return own(new HubProcess({ dataDirectory: join(directory, 'hub'), args, env: { TMPDIR: temporary } }));
}
