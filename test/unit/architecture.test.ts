import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseSync } from '@swc/core';
import { ERP_PARTNERS, PARTNER_NAMES } from '../../core/sync/partners.ts';

const ROOT = resolve(__dirname, '../..');

const LOCAL_SHARED = [
  'local/http',
  ...['collections', 'error-code', 'fail-stop', 'fault-injector', 'start-error', 'write-queue'].map(
    (name) => `local/${name}.ts`,
  ),
];

/** The dependency arrows of docs/architecture.md. A folder imports what its row names, and itself. */
const ARROWS: Readonly<Record<string, { readonly ours: readonly string[]; readonly packages: readonly RegExp[] }>> = {
  events: { ours: [], packages: [/^zod\/mini$/] },
  // The currency table is data.
  'core/domain': { ours: [], packages: [/^zod\/mini$/] },
  'core/sync': { ours: ['core/domain'], packages: [/^zod\/mini$/] },
  'core/pull': { ours: ['core/domain', 'core/sync'], packages: [/^zod\/mini$/] },
  'core/partners': {
    ours: ['core/domain', 'core/sync', 'core/pull'],
    packages: [/^zod\/mini$/, /^node:(crypto|dns|http|https|net)$/],
  },
  'core/webhooks': {
    ours: ['core/domain', 'core/sync', 'events'],
    packages: [/^zod\/mini$/, /^node:crypto$/, /^standardwebhooks$/],
  },
  'core/store': {
    ours: ['core/domain', 'core/sync', 'core/pull', 'core/webhooks', 'events'],
    packages: [/^zod\/mini$/, /^@aws-sdk\//, /^node:crypto$/],
  },
  // What suppliers post, applied.
  'core/suppliers': {
    ours: ['core/domain', 'core/store', 'core/sync'],
    packages: [/^zod\/mini$/, /^node:crypto$/],
  },
  'core/runtime': {
    ours: [
      ...['core/domain', 'core/sync', 'core/pull', 'core/webhooks', 'core/store', 'events'],
      // To call endpoints that organizations choose, as partners are called.
      ...['core/partners/addresses.ts', 'core/partners/send-http.ts'],
    ],
    packages: [/^zod\/mini$/, /^@aws-sdk\//, /^@middy\/core$/, /^aws-lambda$/, /^node:crypto$/],
  },
  functions: { ours: ['core', 'events'], packages: [/^zod\/mini$/, /^@aws-sdk\/client-/, /^aws-lambda$/, /^node:/] },
  // Names only.
  lib: {
    ours: [
      'events/names.ts',
      'functions/api/route-keys.ts',
      'functions/docs/assets.ts',
      'functions/docs/route-keys.ts',
      'functions/management/route-keys.ts',
      'functions/supplier/route-keys.ts',
      'core/runtime/env-names.ts',
      'core/runtime/log-messages.ts',
      'core/runtime/secret-names.ts',
      'core/pull/scopes.ts',
      'core/store/names.ts',
      'core/sync/message-outcome.ts',
      'core/sync/partners.ts',
    ],
    packages: [/^aws-cdk-lib/, /^constructs$/, /^cdk-nag$/, /^esbuild$/, /^node:/, /^@aws-sdk\/client-s3$/],
  },
  bin: { ours: ['lib'], packages: [/^aws-cdk-lib/, /^cdk-nag$/, /^node:/] },
  // The load meets the hub as its users do.
  bench: { ours: ['lib/bundle', 'local'], packages: [/^zod$/, /^@aws-sdk\/client-dynamodb$/, /^node:/] },
  'docs/generate': {
    ours: ['core', 'functions/api', 'functions/management', 'functions/supplier'],
    packages: [/^node:/, /^zod(\/v4\/core)?$/],
  },
  // The local runtime reads the template and the bundles and imports nothing of the product.
  local: { ours: [], packages: [/./] },
  // The simulators and the AWS services share the local runtime's own code for HTTP, faults, storage and time.
  'local/simulators': { ours: LOCAL_SHARED, packages: [/^zod$/, /^node:/, /^ajv(-formats)?$/] },
  'local/aws': { ours: LOCAL_SHARED, packages: [/./] },
};

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function sourceOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function importsOf(file: string): string[] {
  return [...sourceOf(file).matchAll(/(?<!')\b(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(([, name]) => name ?? []);
}

function targetOf(file: string, name: string): string {
  return relative(ROOT, join(ROOT, dirname(file), name));
}

function violations(folder: string): string[] {
  const arrows = ARROWS[folder];
  if (!arrows) throw new Error(`no arrows for ${folder}`);
  const within = (path: string, place: string) => path === place || path.startsWith(`${place}/`);
  return filesIn(folder).flatMap((file) =>
    importsOf(file)
      .filter((name) => {
        if (!name.startsWith('.')) return !arrows.packages.some((pattern) => pattern.test(name));
        const target = targetOf(file, name);
        return !within(target, folder) && !arrows.ours.some((place) => within(target, place));
      })
      .map((name) => `${file} imports ${name}`),
  );
}

const SOURCES = ['bench', 'bin', 'core', 'docs', 'events', 'functions', 'lib', 'local'];

describe('the architecture', () => {
  it.each(Object.keys(ARROWS))('lets %s import only what its arrows name', (folder) => {
    expect(violations(folder)).toEqual([]);
  });

  it('has no cycle of folders', () => {
    const edges = new Map<string, Set<string>>();
    for (const file of SOURCES.flatMap(filesIn)) {
      for (const name of importsOf(file).filter((name) => name.startsWith('.'))) {
        const [from, to] = [dirname(file), dirname(targetOf(file, name))];
        // A module's index and its parts are one module.
        if (from === to || to.startsWith(`${from}/`) || from.startsWith(`${to}/`)) continue;
        edges.set(from, (edges.get(from) ?? new Set()).add(to));
      }
    }
    const reachable = (start: string, seen = new Set<string>()): Set<string> => {
      for (const next of edges.get(start) ?? []) if (!seen.has(next)) reachable(next, seen.add(next));
      return seen;
    };
    expect([...edges.keys()].filter((folder) => reachable(folder).has(folder))).toEqual([]);
  });

  it('imports zod in the form that bundles small and loads fast', () => {
    const other = ['core', 'events', 'functions']
      .flatMap(filesIn)
      .filter((file) => /import (?!(?:type )?\* as z from 'zod\/mini').*from 'zod/.test(sourceOf(file)));
    expect(other).toEqual([]);
  });

  it('has type assertions only where dynalite is untyped', () => {
    const asserting = SOURCES.flatMap(filesIn).filter((file) =>
      JSON.stringify(parseSync(sourceOf(file), { syntax: 'typescript' })).includes('"type":"TsAsExpression"'),
    );
    expect(asserting).toEqual(['local/aws/dynamodb/dynalite.ts']);
  });
});

describe.each(PARTNER_NAMES)('the partner %s', (partner) => {
  it.each([
    ...['client', 'errors', 'mappers', 'port', 'schemas', 'settings'].map((part) => [
      `core/partners/${partner}/${part}.ts`,
    ]),
    [`functions/sync/${partner}.ts`],
    ...(ERP_PARTNERS.includes(partner)
      ? [[`functions/pull/${partner}.ts`], [`core/partners/${partner}/pull/index.ts`]]
      : []),
    [`local/simulators/${partner}/index.ts`],
    [`docs/partners/${partner}.md`],
    [`docs/sources/${partner}.md`],
  ])('has %s', (file) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
  });

  it('is an integration of the example organization', () => {
    expect(sourceOf('local/organizations/org_5jHtK4pR8uWn.json')).toContain(`"partner": "${partner}"`);
  });

  it('is named by the shared code in its registries only', () => {
    const naming = ['core', 'events', 'functions', 'lib', 'bin']
      .flatMap(filesIn)
      .filter((file) => !file.startsWith(`core/partners/${partner}/`))
      .filter((file) => new RegExp(`\\b${partner}\\b(?! \\d)`).test(sourceOf(file)));
    expect(naming.sort()).toEqual([
      'core/partners/mappings.ts',
      'core/partners/registry.ts',
      'core/sync/partners.ts',
      'events/examples.ts',
      `functions/pull/${partner}.ts`,
      `functions/sync/${partner}.ts`,
    ]);
  });
});
