import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
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
 * Lambda puts them, and responses that are streams of events. An import that happens all the same fails by its name.
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
const NEVER_STREAMED = '@smithy/core/event-streams';

/** Bundled by itself into `node_modules`: esbuild would put what it shares with the other clients, 40 kB, into what loads first. */
const S3_CLIENT = '@aws-sdk/client-s3';

const COMMON = {
  absWorkingDir: ROOT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
} satisfies BuildOptions;

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
    ...COMMON,
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: folder,
    splitting: true,
    alias: { '@aws-sdk/endpoint-cache': './lib/bundle/endpoint-cache.ts' },
    external: [...NEVER_IMPORTED, NEVER_STREAMED, S3_CLIENT],
    metafile: true,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  if (imports.some(({ path }) => path === S3_CLIENT)) bundleS3Client(join(folder, 'node_modules', S3_CLIENT));
  return metafile;
}

/** S3's client imports at once what it has for streams of events. */
function bundleS3Client(folder: string): void {
  buildSync({
    ...COMMON,
    entryPoints: [{ in: 'lib/bundle/s3-client.ts', out: 'index' }],
    outdir: folder,
    external: NEVER_IMPORTED,
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: S3_CLIENT, exports: './index.mjs' }));
}
