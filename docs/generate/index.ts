import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorsPage } from './errors-page.ts';

/** `npm run docs` writes the generated pages; a test fails when they are out of date. */
writeFileSync(resolve(import.meta.dirname, '../errors.md'), errorsPage());
