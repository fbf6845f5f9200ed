import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** The dependency arrows of docs/architecture.md. A folder may import what its row names, itself, and nothing else. */
const ROOT = resolve(__dirname, '../..');

const ARROWS: Readonly<Record<string, { readonly ours: readonly string[]; readonly packages: readonly RegExp[] }>> = {
  events: { ours: [], packages: [/^zod$/] },
  // The currency table is data.
  'core/domain': { ours: [], packages: [/^zod$/, /^dinero\.js\/currencies$/] },
  'core/sync': { ours: ['core/domain', 'core/partners'], packages: [/^zod$/] },
  'core/partners': { ours: ['core/domain', 'core/sync'], packages: [/^zod$/, /^node:crypto$/] },
  'core/store': { ours: ['core/domain', 'core/sync', 'events'], packages: [/^zod$/, /^@aws-sdk\//, /^node:crypto$/] },
  'core/runtime': {
    ours: ['core/domain', 'core/store', 'events'],
    packages: [/^zod$/, /^@aws-sdk\//, /^@middy\/core$/, /^@aws-lambda-powertools\//, /^aws-lambda$/, /^node:crypto$/],
  },
  functions: { ours: ['core', 'events'], packages: [/^zod$/, /^@aws-sdk\/util-dynamodb$/] },
  // Names only: event types, routes, environment, table keys.
  lib: {
    ours: [
      'events/names.ts',
      'functions/api/route-keys.ts',
      'core/partners/names.ts',
      'core/runtime/env-names.ts',
      'core/store/table-names.ts',
    ],
    packages: [/^aws-cdk-lib/, /^constructs$/, /^cdk-nag$/, /^esbuild$/, /^node:/],
  },
  bin: { ours: ['lib'], packages: [/^aws-cdk-lib/, /^cdk-nag$/, /^node:/] },
  // The local runtime reads the template and the bundles; the simulators share its HTTP, fault and storage code only.
  local: { ours: [], packages: [/./] },
  'local/simulators': {
    ours: ['local/http', 'local/fault-injector.ts', 'local/collections.ts'],
    packages: [/^zod$/, /^node:/],
  },
};

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): string[] {
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(
    ([, name]) => name ?? [],
  );
}

function violations(folder: string): string[] {
  const arrows = ARROWS[folder];
  if (!arrows) throw new Error(`no arrows for ${folder}`);
  const within = (path: string, place: string) => path === place || path.startsWith(`${place}/`);
  return filesIn(folder).flatMap((file) =>
    importsOf(file)
      .filter((name) => {
        if (!name.startsWith('.')) return !arrows.packages.some((pattern) => pattern.test(name));
        const target = relative(ROOT, join(ROOT, dirname(file), name));
        return !within(target, folder) && !arrows.ours.some((place) => within(target, place));
      })
      .map((name) => `${file} imports ${name}`),
  );
}

describe('the arrows between the folders', () => {
  it.each(Object.keys(ARROWS))('%s imports only what it may', (folder) => {
    expect(violations(folder)).toEqual([]);
  });

  it('zod is imported in the form that bundles small', () => {
    const other = ['core', 'events', 'functions']
      .flatMap(filesIn)
      .filter((file) => /import (?!\* as z|type \* as z).*from 'zod'/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(other).toEqual([]);
  });
});
