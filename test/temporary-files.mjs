import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let cleanup;

/**
 * Gives a test run a folder for its temporary files, and starts the process that cleans up after the run. That process
 * waits for the end of its standard input, which comes however this one ends.
 */
export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'procurement-hub-test-'));
  mkdirSync(join(folder, 'processes'));
  process.env.TMPDIR = folder;
  cleanup = spawn(process.execPath, [join(import.meta.dirname, 'clean-up.mjs'), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  cleanup.unref();
  cleanup.stdin.unref();
}

export async function teardown() {
  const ended = once(cleanup, 'exit');
  cleanup.ref();
  cleanup.stdin.end();
  await ended;
}
