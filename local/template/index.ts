import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readApis } from './read-apis.ts';
import { readArchives, readRules } from './read-events.ts';
import { readAssets, readFunctions } from './read-functions.ts';
import { readMappings } from './read-mappings.ts';
import { readResourcePolicies, readRoles } from './read-permissions.ts';
import { readBuckets, readQueues, readTables } from './read-storage.ts';
import type { Environment } from './resource-types.ts';
import { readResources } from './resources.ts';

export type { Environment } from './resource-types.ts';

/** The definitions of everything in the template that the local runtime runs. */
export type HubModel = ReturnType<typeof readModel>;

export function readModel(template: unknown, assets: ReadonlyMap<string, string>, environment: Environment) {
  const resources = readResources(template, environment);
  return {
    functions: readFunctions(resources, assets),
    roles: readRoles(resources),
    resourcePolicies: readResourcePolicies(resources),
    tables: readTables(resources),
    queues: readQueues(resources),
    rules: readRules(resources),
    archives: readArchives(resources),
    mappings: readMappings(resources),
    buckets: readBuckets(resources),
    apis: readApis(resources),
  };
}

/** Reads the environment's stack from a synthesized cloud assembly. */
export async function readStack(assemblyDirectory: string, environment: Environment): Promise<HubModel> {
  const read = async (suffix: string): Promise<unknown> =>
    JSON.parse(await readFile(join(assemblyDirectory, `${environment.stackName}.${suffix}`), 'utf8'));
  const [template, manifest] = await Promise.all([read('template.json'), read('assets.json')]);
  return readModel(template, readAssets(manifest, assemblyDirectory), environment);
}
