import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Waits for the end of a test run, ends the processes that the run has left, and removes its folder. */
const folder = process.argv[2] ?? '';

process.stdin.resume().once('close', () => {
  for (const id of readdirSync(join(folder, 'processes'))) kill(Number(id));
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

function kill(id) {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
