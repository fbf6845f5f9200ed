import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { makeEnvironmentDirectory } from '../../../../local/runtime/environment-directory.ts';

it('makes a folder per data directory, outside the checkout, without what a killed run left in it', () => {
  const directory = makeEnvironmentDirectory('/data/a');
  writeFileSync(join(directory, 'left'), '');
  expect(makeEnvironmentDirectory('/data/b')).not.toBe(directory);
  expect(existsSync(join(directory, 'left'))).toBe(true);
  expect(makeEnvironmentDirectory('/data/a')).toBe(directory);
  expect(existsSync(join(directory, 'left'))).toBe(false);
  expect(directory).not.toContain(resolve(__dirname, '../../../..'));
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});
