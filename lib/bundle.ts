import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { PARTNER_NAMES, type Partner, syncBaseName } from '../core/sync/partners.ts';

/** The base names of the functions. */
export type FunctionName = 'api' | 'relay' | 'sweep' | 'provision' | `sync-${Partner}`;

const ENTRY_POINTS: readonly (readonly [FunctionName, string])[] = [
  ['api', 'functions/api/index.ts'],
  ['relay', 'functions/relay/index.ts'],
  ['sweep', 'functions/sweep/index.ts'],
  ['provision', 'functions/provision/index.ts'],
  ...PARTNER_NAMES.map((partner) => [syncBaseName(partner), `functions/sync/${partner}.ts`] as const),
];

/** The entry point of each function. */
export const FUNCTION_ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(ENTRY_POINTS);

const ROOT = resolve(import.meta.dirname, '..');

/** Bundles all functions into `<outDir>/<base name>/index.mjs` and returns `outDir`. */
export function bundleFunctions(outDir = join(ROOT, 'dist')): string {
  bundleEntries(FUNCTION_ENTRIES, outDir);
  return outDir;
}

/**
 * Bundles entry points by name in one esbuild call into `<outDir>/<name>/index.mjs`. The output is reproducible.
 * `module` before `main` lets esbuild tree-shake the SDK; the banner is for its CommonJS dependencies.
 */
export function bundleEntries(entries: Readonly<Record<string, string>>, outDir: string): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(entries).map(([name, entry]) => ({ in: entry, out: `${name}/index` })),
    outdir: outDir,
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
  });
}
