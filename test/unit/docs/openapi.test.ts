import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../../docs/generate/openapi/document.ts';

const document = openApiDocument();

interface OperationObject {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
}
const operations = Object.values(document.paths as Record<string, Record<string, OperationObject>>).flatMap((path) =>
  Object.values(path),
);

describe('docs/openapi.json', () => {
  it('is what npm run docs writes', () => {
    const written = readFileSync(resolve(__dirname, '../../../docs/openapi.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('names each call once', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a success for each call, and refers only to what it has', () => {
    for (const { responses } of operations)
      expect(Object.keys(responses).some((status) => /^20/.test(status))).toBe(true);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    const components = document.components as Record<string, Record<string, unknown>>;
    for (const [, kind = '', name = ''] of references) expect(Object.keys(components[kind] ?? {})).toContain(name);
  });
});
