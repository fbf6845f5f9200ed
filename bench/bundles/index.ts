import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunction } from '../../lib/bundle/index.ts';
import { ensureAssembly } from '../../local/synthesize.ts';
import { readStack } from '../../local/template/index.ts';
import { median } from '../measure/statistics.ts';

export interface Bundles {
  /** The function with the largest bundle. */
  readonly largest: string;
  readonly bytes: number;
  readonly loadMs: number;
  /** The client of DynamoDB alone, bundled the same way. */
  readonly clientBytes: number;
  readonly clientLoadMs: number;
  /** The median of the ratios of alternating runs. */
  readonly loadRatio: number;
}

interface Bundle {
  readonly file: string;
  readonly bytes: number;
  readonly variables: Readonly<Record<string, string>>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const STAGE = 'dev';
const RUNS = 11;

/** Measures the largest bundle of the deployed functions, and how long a fresh process takes to load it. */
export async function measureBundles(directory: string): Promise<Bundles> {
  const [[largest, bundle], client] = [await largestFunction(), bundleClient(directory)];
  const runs: { readonly bundle: number; readonly client: number }[] = [];
  for (let run = 1; run <= RUNS; run += 1) runs.push({ bundle: await load(bundle), client: await load(client) });
  return {
    largest,
    bytes: bundle.bytes,
    loadMs: median(runs.map((run) => run.bundle)),
    clientBytes: client.bytes,
    clientLoadMs: median(runs.map((run) => run.client)),
    loadRatio: median(runs.map((run) => run.bundle / run.client)),
  };
}

async function largestFunction(): Promise<readonly [string, Bundle]> {
  const environment = {
    region: 'us-east-1',
    accountId: '000000000000',
    stackName: `procurement-hub-${STAGE}`,
    awsUrl: '',
  };
  const { functions } = await readStack(await ensureAssembly(ROOT, STAGE, () => {}), environment);
  const bundles = functions.map(({ name, codeDirectory, environment: variables }) => {
    const file = join(codeDirectory, 'index.mjs');
    return [name, { file, bytes: statSync(file).size, variables }] as const;
  });
  return bundles.reduce((one, other) => (other[1].bytes > one[1].bytes ? other : one));
}

function bundleClient(directory: string): Bundle {
  const name = 'client-dynamodb';
  bundleFunction(`bench/bundles/${name}.ts`, join(directory, name));
  const file = join(directory, name, 'index.mjs');
  return { file, bytes: statSync(file).size, variables: {} };
}

async function load({ file, variables }: Bundle): Promise<number> {
  const script = join(import.meta.dirname, 'time-import.ts');
  // Without a compile cache, as on Lambda.
  const env = { PATH: process.env.PATH, AWS_REGION: 'us-east-1', ...variables };
  const { stdout } = await promisify(execFile)(process.execPath, [script, file], { env });
  return Number(stdout);
}
