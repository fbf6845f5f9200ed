import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { orStop } from '../../../local/fail-stop.ts';

const MODULE = resolve(__dirname, '../../../local/fail-stop.ts');

describe('a write to the data directory', () => {
  it('returns its result when it succeeds', async () => {
    expect(await orStop(Promise.resolve(7))).toBe(7);
  });

  it('ends the process with its reason when it fails', () => {
    const program = `const { orStop } = await import('${MODULE}');
      await orStop(Promise.reject(new Error('No space left on device')));`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect({ status, stderr: stderr.trim() }).toEqual({
      status: 1,
      stderr: "The data directory can't be written, so the runtime stops: No space left on device",
    });
  });
});
