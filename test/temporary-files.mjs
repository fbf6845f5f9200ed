import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a test run a folder for its temporary files, and removes it with all that the tests left there. */
export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'procurement-hub-test-'));
  process.env.TMPDIR = folder;
  return folder;
}

/** jest's counterpart of the above. */
export function teardown() {
  rmSync(process.env.TMPDIR, { recursive: true, force: true, maxRetries: 3 });
}
