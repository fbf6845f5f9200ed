import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceHash } from './source-hash.ts';
import { StartError } from './start-error.ts';

const UNUSED_MS = 7 * 24 * 3_600_000;

/**
 * The folder of the cloud assembly that belongs to the checkout as it is now; synthesized when there is none yet.
 * Each state of the sources has a folder of its own, made elsewhere and renamed when complete: nodes that start at once
 * from one checkout can't spoil each other's, and a node keeps its bundles while the sources change.
 */
export async function ensureAssembly(root: string, stage: string, onSynth: () => void): Promise<string> {
  const home = join(root, 'cdk.out', 'local');
  const folder = join(home, `${stage}-${sourceHash(root)}`);
  if (existsSync(folder)) {
    const now = new Date();
    await utimes(folder, now, now);
    return folder;
  }
  onSynth();
  await mkdir(home, { recursive: true });
  await removeUnused(home);
  const work = await mkdtemp(join(home, 'new-'));
  try {
    await synthesize(root, stage, join(work, 'assembly'), join(work, 'dist'));
    await rename(join(work, 'assembly'), folder).catch((error: unknown) => {
      // Another node was faster, with the same sources.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

async function synthesize(root: string, stage: string, output: string, dist: string): Promise<void> {
  const app = spawn(process.execPath, [join('bin', 'procurement-hub.ts')], {
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify({ stage }),
      HUB_DIST_DIR: dist,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve, reject) => app.on('error', reject).on('close', resolve));
  if (code !== 0) throw new StartError(`the CDK app can't be synthesized:\n\n${said.trim()}`);
}

async function removeUnused(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const { mtimeMs } = await stat(join(home, name));
    if (Date.now() - mtimeMs > UNUSED_MS) await rm(join(home, name), { recursive: true, force: true });
  }
}
