import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { errorsPage } from '../../../docs/generate/errors-page.ts';

describe('docs/errors.md', () => {
  it('is what npm run docs writes', () => {
    expect(readFileSync(resolve(__dirname, '../../../docs/errors.md'), 'utf8')).toBe(errorsPage());
  });
});
