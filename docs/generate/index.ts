import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorsPage } from './errors-page.ts';
import { openApiDocument } from './openapi/document.ts';

/** `npm run docs` writes the generated pages; a test fails when they are out of date. */
writeFileSync(resolve(import.meta.dirname, '../errors.md'), errorsPage());
writeFileSync(resolve(import.meta.dirname, '../openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
