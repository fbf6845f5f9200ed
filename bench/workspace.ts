import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

interface Killable {
  kill(signal: NodeJS.Signals): unknown;
}

export interface Workspace {
  readonly directory: string;
  /** Ends the process with the run. */
  own<P extends Killable>(process: P): P;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The run's temporary folder and its processes. None of them outlives the run, whether it ends, fails or is interrupted. */
export function openWorkspace(): Workspace {
  const directory = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  const owned: Killable[] = [];
  process.once('exit', () => {
    for (const one of owned) one.kill('SIGKILL');
    // A process that is being killed may still have written a file.
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  });
  for (const signal of SIGNALS) process.once(signal, () => process.exit(128 + constants.signals[signal]));
  return {
    directory,
    own: (one) => {
      owned.push(one);
      return one;
    },
  };
}
