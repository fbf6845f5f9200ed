import { copyFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import { ERP_PARTNERS, PARTNER_NAMES, type Partner, pullBaseName, syncBaseName } from '../../core/sync/partners.ts';
import { DOCS_ASSETS } from '../../functions/docs/assets.ts';

/** The base names of the functions. */
export type FunctionName =
  | 'api'
  | 'management'
  | 'docs'
  | 'supplier'
  | 'import'
  | 'relay'
  | 'sweep'
  | 'schedule'
  | 'provision'
  | 'notify'
  | `sync-${Partner}`
  | `pull-${Partner}`;

const ENTRY_POINTS: readonly (readonly [FunctionName, string])[] = [
  ['api', 'functions/api/index.ts'],
  ['management', 'functions/management/index.ts'],
  ['docs', 'functions/docs/index.ts'],
  ['supplier', 'functions/supplier/index.ts'],
  ['import', 'functions/import/index.ts'],
  ['relay', 'functions/relay/index.ts'],
  ['sweep', 'functions/sweep/index.ts'],
  ['schedule', 'functions/schedule/index.ts'],
  ['provision', 'functions/provision/index.ts'],
  ['notify', 'functions/notify/index.ts'],
  ...PARTNER_NAMES.map((partner) => [syncBaseName(partner), `functions/sync/${partner}.ts`] as const),
  ...ERP_PARTNERS.map((partner) => [pullBaseName(partner), `functions/pull/${partner}.ts`] as const),
];

/** The entry point of each function. */
export const FUNCTION_ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(ENTRY_POINTS);

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * What the SDK imports when it needs it, and a function never does: credentials from elsewhere than the environment, where
 * Lambda puts them. An import that happens all the same fails by its name.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const NEVER_IMPORTED = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** Bundles all functions, each into `<outDir>/<base name>`, and returns `outDir`. The output is reproducible. */
export function bundleFunctions(outDir = join(ROOT, 'dist')): string {
  for (const [name, entry] of ENTRY_POINTS) bundleFunction(entry, join(outDir, name));
  for (const [name, path] of Object.entries(DOCS_ASSETS)) copyFileSync(join(ROOT, path), join(outDir, 'docs', name));
  return outDir;
}

/**
 * Bundles an entry point into `<folder>/index.mjs`, and what it imports dynamically into files beside that. `module` before
 * `main` lets esbuild tree-shake the SDK; the banner is for its CommonJS dependencies.
 */
export function bundleFunction(entry: string, folder: string): Metafile {
  // The other files have names by their content.
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/endpoint-cache': './lib/bundle/endpoint-cache.ts' },
    external: NEVER_IMPORTED,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return metafile;
}
