import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { bundleFunction, FUNCTION_ENTRIES } from '../../lib/bundle/index.ts';
import { loadedBytes } from '../../lib/bundle/loaded-files.ts';
import { median } from '../measure/statistics.ts';
import { readStackResources, STACK_NAME } from '../stack.ts';

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

/** A function without variables has none. */
const EnvironmentSchema = z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} });
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
  const resources = await readStackResources();
  const bundles = Object.entries(FUNCTION_ENTRIES).map(([base, entry]) => {
    const name = `${STACK_NAME}-${base}`;
    const resource = resources.find((one) => one.type === 'AWS::Lambda::Function' && one.name === name);
    if (!resource) throw new Error(`The template has no function ${name}.`);
    const { Variables } = EnvironmentSchema.parse(resource.property('Environment'));
    return [base, bundle(entry, join(directory, base), Variables)] as const;
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
