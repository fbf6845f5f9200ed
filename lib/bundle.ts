import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { PARTNER_NAMES, syncBaseName } from '../core/sync/partners.ts';

/** The base name of every function, and its entry point. */
export const FUNCTION_ENTRIES: Readonly<Record<string, string>> = {
  api: 'functions/api/index.ts',
  relay: 'functions/relay/index.ts',
  provision: 'functions/provision/index.ts',
  ...Object.fromEntries(PARTNER_NAMES.map((partner) => [syncBaseName(partner), `functions/sync/${partner}.ts`])),
};

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Bundles all functions in one esbuild call into `<outDir>/<base name>/index.mjs` and returns `outDir`. The output is
 * reproducible. `module` before `main` lets esbuild tree-shake the SDK; the banner is for its CommonJS dependencies.
 */
export function bundleFunctions(outDir = join(ROOT, 'dist')): string {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: Object.entries(FUNCTION_ENTRIES).map(([name, entry]) => ({ in: entry, out: `${name}/index` })),
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
  return outDir;
}
