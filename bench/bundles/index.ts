import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bundleFunction, FUNCTION_ENTRIES } from '../../lib/bundle/index.ts';
import { loadedBytes } from '../../lib/bundle/loaded-files.ts';
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
  const [name, largest] = await largestFunction(directory);
  const client = bundle('bench/bundles/client-dynamodb.ts', join(directory, 'client-dynamodb'));
  const runs: { readonly largest: number; readonly client: number }[] = [];
  for (let run = 1; run <= RUNS; run += 1) runs.push({ largest: await load(largest), client: await load(client) });
  return {
    largest: name,
    bytes: largest.bytes,
    loadMs: median(runs.map((run) => run.largest)),
    clientBytes: client.bytes,
    clientLoadMs: median(runs.map((run) => run.client)),
    loadRatio: median(runs.map((run) => run.largest / run.client)),
  };
}

async function largestFunction(directory: string): Promise<readonly [string, Bundle]> {
  const stackName = `procurement-hub-${STAGE}`;
  const environment = { region: 'us-east-1', accountId: '000000000000', stackName, awsUrl: '' };
  const { functions } = await readStack(await ensureAssembly(ROOT, STAGE, () => {}), environment);
  const variables = new Map(functions.map((one) => [one.name, one.environment]));
  const bundles = Object.entries(FUNCTION_ENTRIES).map(([name, entry]) => {
    return [name, bundle(entry, join(directory, name), variables.get(`${stackName}-${name}`))] as const;
  });
  return bundles.reduce((one, other) => (other[1].bytes > one[1].bytes ? other : one));
}

function bundle(entry: string, folder: string, variables: Bundle['variables'] = {}): Bundle {
  return { file: join(folder, 'index.mjs'), bytes: loadedBytes(bundleFunction(entry, folder)), variables };
}

async function load({ file, variables }: Bundle): Promise<number> {
  const script = join(import.meta.dirname, 'time-import.ts');
  // Without a compile cache, as on Lambda.
  const env = { PATH: process.env.PATH, AWS_REGION: 'us-east-1', ...variables };
  const { stdout } = await promisify(execFile)(process.execPath, [script, file], { env });
  return Number(stdout);
}
