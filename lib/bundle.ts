import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { PARTNERS } from '../core/partners/names.ts';

/** Every function by the name it has everywhere, and the file that it is bundled from. */
export const FUNCTION_ENTRIES: Readonly<Record<string, string>> = {
  api: 'functions/api/index.ts',
  relay: 'functions/relay/index.ts',
  provision: 'functions/provision/index.ts',
  ...Object.fromEntries(PARTNERS.map((partner) => [`sync-${partner}`, `functions/sync/${partner}.ts`])),
};

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Bundles all functions in one esbuild call into `<outDir>/<function>/index.mjs` and returns `outDir`. The same sources
 * give the same bytes. `module` before `main` lets esbuild shake the SDK; the banner serves its CommonJS leftovers.
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
