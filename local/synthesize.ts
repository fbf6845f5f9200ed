import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StartError } from './start-error.ts';

/** The synthesized template and the bundles depend on these files. */
const SOURCES = [
  'bin',
  'lib',
  'functions',
  'core',
  'events',
  'docs/openapi.json',
  'package-lock.json',
  'cdk.json',
  'tsconfig.json',
];
const UNUSED_MS = 7 * 24 * 3_600_000;

/**
 * Returns the directory of the cloud assembly for the current sources, and synthesizes it if there is none.
 * Each state of the sources has its own directory, which is renamed into place when it is complete: runtimes that start
 * at the same time do not interfere, and a runtime keeps its bundles while the sources change.
 */
export async function ensureAssembly(root: string, stage: string, onSynth: () => void): Promise<string> {
  const home = join(root, 'cdk.out', 'local');
  const directory = join(home, `${stage}-${sourceHash(root)}`);
  if (existsSync(directory)) {
    const now = new Date();
    await utimes(directory, now, now);
    return directory;
  }
  onSynth();
  await mkdir(home, { recursive: true });
  await removeUnused(home);
  const temporary = await mkdtemp(join(home, 'new-'));
  try {
    await synthesize(root, stage, join(temporary, 'assembly'), join(temporary, 'dist'));
    await rename(join(temporary, 'assembly'), directory).catch((error: unknown) => {
      // Another runtime has synthesized the same sources.
      if (!existsSync(directory)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return directory;
}

async function synthesize(root: string, stage: string, output: string, dist: string): Promise<void> {
  const env = {
    ...process.env,
    CDK_OUTDIR: output,
    CDK_CONTEXT_JSON: JSON.stringify({ stage }),
    HUB_DIST_DIR: dist,
  };
  const app = spawn(process.execPath, [join('bin', 'procurement-hub.ts')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((resolve, reject) => app.on('error', reject).on('close', resolve));
  const [code, stdout, stderr] = await Promise.all([exited, text(app.stdout), text(app.stderr)]);
  if (code !== 0) throw new StartError(`the CDK app can't be synthesized:\n\n${(stdout + stderr).trim()}`);
}

async function removeUnused(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const { mtimeMs } = await stat(join(home, name));
    if (Date.now() - mtimeMs > UNUSED_MS) await rm(join(home, name), { recursive: true, force: true });
  }
}

/** Hashes the names and contents of the sources. */
function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesIn(root, source))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 20);
}

function filesIn(root: string, path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesIn(root, `${path}/${name}`));
}
