import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Starts the floor as a process of its own; resolves to its URL. */
export async function startFloor(file: string, own: (child: ChildProcess) => ChildProcess): Promise<string> {
  const child = own(fork(join(import.meta.dirname, 'index.ts'), [file]));
  const ended = once(child, 'exit').then(() => {
    throw new Error('The floor did not start.');
  });
  const [{ port }] = await Promise.race([once(child, 'message'), ended]);
  return `http://127.0.0.1:${port}`;
}
