import type { Metafile } from 'esbuild';

export type OutputFile = Metafile['outputs'][string];

/** The file of a bundle's entry point, and those that load with it: not what it imports when it needs it. */
export function loadedFiles({ outputs }: Metafile): OutputFile[] {
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) load(next);
    }
  };
  for (const path of Object.keys(outputs).filter((one) => one.endsWith('/index.mjs'))) load(path);
  return [...loaded].flatMap((path) => outputs[path] ?? []);
}

export function loadedBytes(metafile: Metafile): number {
  return loadedFiles(metafile).reduce((sum, { bytes }) => sum + bytes, 0);
}
