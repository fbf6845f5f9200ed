import { mkdtempSync, writeFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataDirectory } from '../../../../local/runtime/data-directory.ts';

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'data-'));
});
afterEach(() => rm(path, { recursive: true }));

/** Opens the directory, stores a value and closes it. */
async function use(fresh = false): Promise<string | undefined> {
  const state = await openDataDirectory(path, fresh);
  const values = state.sublevel<string>('values');
  const found = await values.get('a');
  await values.put('a', 'stored');
  await state.close();
  return found;
}

describe('the data directory', () => {
  it('keeps its data until it is opened with --fresh', async () => {
    expect([await use(), await use(), await use(true), await use()]).toEqual([
      undefined,
      'stored',
      undefined,
      'stored',
    ]);
  });

  it('is rejected while another hub uses it, and nothing is deleted', async () => {
    const state = await openDataDirectory(path, false);
    await expect(openDataDirectory(path, false)).rejects.toThrow('Another hub is running');
    await expect(openDataDirectory(path, true)).rejects.toThrow('Another hub is running');
    expect(await readdir(path)).toContain('state');
    await state.close();
  });

  it.each([
    ['of another version', () => rm(join(path, 'format')), 'is of another version of the hub. Start with --fresh'],
    ['damaged', () => writeFile(join(path, 'state', 'CURRENT'), 'x'), "can't be opened"],
  ])('is rejected with advice when its data is %s, and usable after --fresh', async (_, change, message) => {
    await use();
    await change();
    await expect(openDataDirectory(path, false)).rejects.toThrow(message);
    expect([await use(true), await use()]).toEqual([undefined, 'stored']);
  });

  it('is rejected when it is a file', async () => {
    const file = join(path, 'file');
    writeFileSync(file, '');
    await expect(openDataDirectory(file, false)).rejects.toThrow("can't be the data directory (EEXIST)");
  });
});
