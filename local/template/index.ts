import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './identity.ts';
import type { HubModel } from './model.ts';
import { readApis } from './read-apis.ts';
import { readArchives, readRules } from './read-events.ts';
import { readAssets, readFunctions } from './read-functions.ts';
import { readMappings } from './read-mappings.ts';
import { readResourcePolicies, readRoles } from './read-permissions.ts';
import { readQueues } from './read-queues.ts';
import { readBuckets, readSecrets } from './read-stores.ts';
import { readTables } from './read-tables.ts';
import { readResources } from './resources.ts';

export type { Place } from './identity.ts';
export type * from './model.ts';

/** Turns a synthesized template and its asset manifest into what the local runtime runs. */
export function readModel(
  template: unknown,
  assets: ReadonlyMap<string, string>,
  place: Place,
  parameters: Readonly<Record<string, string>>,
): HubModel {
  const resources = readResources(template, place, parameters);
  return {
    functions: readFunctions(resources, assets),
    roles: readRoles(resources),
    resourcePolicies: readResourcePolicies(resources),
    tables: readTables(resources),
    queues: readQueues(resources),
    rules: readRules(resources),
    archives: readArchives(resources),
    mappings: readMappings(resources),
    secrets: readSecrets(resources),
    buckets: readBuckets(resources),
    apis: readApis(resources),
  };
}

/** The model of one stack of a cloud assembly. */
export async function readStack(
  assemblyDirectory: string,
  place: Place,
  parameters: Readonly<Record<string, string>>,
): Promise<HubModel> {
  const read = async (suffix: string): Promise<unknown> =>
    JSON.parse(await readFile(join(assemblyDirectory, `${place.stackName}.${suffix}`), 'utf8'));
  const [template, manifest] = await Promise.all([read('template.json'), read('assets.json')]);
  return readModel(template, readAssets(manifest, assemblyDirectory), place, parameters);
}
