import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FUNCTION_ENTRIES } from '../../lib/bundle/index.ts';
import { type HubContext, readConfig } from '../../lib/config.ts';
import { HubStack } from '../../lib/stacks/hub-stack.ts';

export interface Resource {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The stack for a command line's context, with placeholder bundles. */
export function stackOf(context: HubContext): HubStack {
  const codeRoot = mkdtempSync(join(tmpdir(), 'bundles-'));
  for (const name of Object.keys(FUNCTION_ENTRIES)) {
    mkdirSync(join(codeRoot, name));
    writeFileSync(join(codeRoot, name, 'index.mjs'), `export const handler = '${name}';`);
  }
  const config = readConfig(context);
  return new HubStack(new App(), `procurement-hub-${config.stage}`, { config, codeRoot });
}

/** The template of that stack. */
export function synthesize(context: HubContext): Template {
  return Template.fromStack(stackOf(context));
}

/** The resources of a type. */
export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.entries(template.findResources(type)).map(([id, { Properties }]) => ({ id, properties: Properties }));
}

/** The resource of a type that has this name. */
export function resourceNamed(template: Template, type: string, property: string, name: string): Resource {
  const resource = resourcesOf(template, type).find(({ properties }) => properties[property] === name);
  if (!resource) throw new Error(`the template has no ${type} with ${property} ${name}`);
  return resource;
}
