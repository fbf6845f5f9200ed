import { mkdtempSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as realCache from '@aws-sdk/endpoint-cache';
import { describe, expect, it } from '@jest/globals';
import * as cache from '../../lib/bundle/endpoint-cache.ts';
import { bundleFunction, FUNCTION_ENTRIES } from '../../lib/bundle/index.ts';
import { loadedBytes, loadedFiles, type OutputFile } from '../../lib/bundle/loaded-files.ts';

/** Thousands of bytes that each function loads before its first invocation. A change that raises one says why. */
const EXPECTED: Readonly<Record<string, number>> = {
  api: 323,
  management: 378,
  docs: 3,
  supplier: 325,
  import: 297,
  relay: 256,
  sweep: 231,
  schedule: 236,
  provision: 262,
  notify: 248,
  'sync-sap': 311,
  'pull-sap': 328,
};
/** `api` has what employees read of suppliers, `supplier` the rules of six documents and the tables. */
const MAX = 330;
/** Administrators alone wait for it: a few calls a day, with the JSON Schemas and the clients of the partners. */
const MAX_MANAGEMENT = 380;
/** Nobody waits for a pull, and it has the rules of all that it applies. */
const MAX_PULL = 340;
/** A bundle that has become smaller gets a smaller figure above, so that the next growth is noticed. */
const SLACK = 5;

function largestInputs(files: readonly OutputFile[]): string {
  const sizes = new Map<string, number>();
  for (const [path, { bytesInOutput }] of files.flatMap(({ inputs }) => Object.entries(inputs))) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 15);
  return largest.map(([name, bytes]) => `${name} ${bytes}`).join(', ');
}

describe.each(Object.entries(FUNCTION_ENTRIES))('the bundle of %s', (name, entry) => {
  const metafile = bundleFunction(entry, join(mkdtempSync(join(tmpdir(), 'bundle-')), name));
  const files = loadedFiles(metafile);

  it('is as small as it was', () => {
    const kilobytes = Math.ceil(loadedBytes(metafile) / 1000);
    const limit = Math.min(
      name === 'management' ? MAX_MANAGEMENT : name.startsWith('pull-') ? MAX_PULL : MAX,
      EXPECTED[name] ?? MAX,
    );
    if (kilobytes > limit) throw new Error(`${kilobytes} kB, more than ${limit}. Largest: ${largestInputs(files)}`);
    expect(kilobytes).toBeGreaterThan(limit - SLACK);
  });

  it('imports packages of Node only, except those that the SDK never needs on Lambda', () => {
    const external = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter((one) => one.external));
    const foreign = external.filter(({ path }) => !isBuiltin(path));
    expect(foreign.filter(({ kind }) => kind !== 'dynamic-import')).toEqual([]);
  });
});

it('replaces all that the endpoint cache exports', () => {
  expect(Object.keys(cache)).toEqual(Object.keys(realCache).filter((name) => name !== 'default'));
});
