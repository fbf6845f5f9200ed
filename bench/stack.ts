import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensureAssembly } from '../local/synthesize.ts';
import { readResources } from '../local/template/resources.ts';

const STAGE = 'dev';
export const STACK_NAME = `procurement-hub-${STAGE}`;

/** The resources of the template that the local runtime runs. */
export async function readStackResources() {
  const assembly = await ensureAssembly(resolve(import.meta.dirname, '..'), STAGE, () => {});
  const template: unknown = JSON.parse(await readFile(join(assembly, `${STACK_NAME}.template.json`), 'utf8'));
  return readResources(template, { region: 'us-east-1', accountId: '000000000000', stackName: STACK_NAME, awsUrl: '' });
}
