import * as z from 'zod';
import { StartError } from '../start-error.ts';
import { type Identity, IGNORED_KINDS, type Place, RUNTIME_KINDS } from './identity.ts';
import { NO_VALUE, resolve, type Scope } from './intrinsics.ts';

const TemplateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Condition: z.string().optional(),
      Metadata: z.looseObject({ 'aws:cdk:path': z.string().optional() }).optional(),
    }),
  ),
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
});

/** A resource of the template, its properties resolved. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** The name that other resources, logs and people know it by. */
  readonly name: string;
  readonly ref: string;
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Every resource that exists under the template's conditions and matters while the node runs. */
export function readResources(
  template: unknown,
  place: Place,
  parameters: Readonly<Record<string, string>>,
): Resource[] {
  const { Resources, Parameters, Conditions, Mappings } = TemplateSchema.parse(template);
  const identities = new Map<string, { readonly name: string; readonly identity: Identity }>();
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': place.accountId,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${place.stackName}/local`,
    'AWS::StackName': place.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };

  const scope: Scope = {
    ref: (name) => {
      if (name in pseudo) return pseudo[name];
      if (name in Parameters) return parameters[name] ?? defaultOf(name);
      return identityOf(name).identity.ref;
    },
    attribute: (logicalId, name) => {
      const value = identityOf(logicalId).identity.attributes[name];
      if (value !== undefined) return value;
      throw new StartError(`${describe(logicalId)} has no attribute ${name} on the local runtime`);
    },
    condition: (name) => {
      if (!(name in Conditions)) throw new StartError(`the template has no condition ${name}`);
      return resolve(Conditions[name], scope) === true;
    },
    mapping: (name, first, second) => Mappings[name]?.[first]?.[second],
  };

  function defaultOf(name: string): unknown {
    const value = Parameters[name]?.Default;
    if (value === undefined) throw new StartError(`the template's parameter ${name} has no value`);
    return value;
  }

  function describe(logicalId: string): string {
    return `${Resources[logicalId]?.Type ?? 'the unknown resource'} ${logicalId}`;
  }

  function identityOf(logicalId: string): { readonly name: string; readonly identity: Identity } {
    const known = identities.get(logicalId);
    if (known !== undefined) return known;
    const { Type = '', Properties = {} } = Resources[logicalId] ?? {};
    const kind = RUNTIME_KINDS[Type] ?? IGNORED_KINDS[Type];
    if (kind === undefined)
      throw new StartError(`${describe(logicalId)}: the local runtime can't run this resource type`);
    const property = (name: string): string | undefined => {
      const value = resolve(Properties[name], scope);
      return typeof value === 'string' ? value : undefined;
    };
    const name = (kind.nameProperty && property(kind.nameProperty)) ?? `${place.stackName}-${logicalId}`;
    const found = { name, identity: kind.identify(name, place, property) };
    identities.set(logicalId, found);
    return found;
  }

  return Object.entries(Resources)
    .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
    .map(([logicalId, { Type, Properties }]) => ({ logicalId, type: Type, ...identityOf(logicalId), Properties }))
    .filter(({ type }) => type in RUNTIME_KINDS)
    .map(({ logicalId, type, name, identity, Properties }) => ({
      logicalId,
      type,
      name,
      ref: identity.ref,
      arn: identity.attributes.Arn ?? identity.ref,
      attributes: identity.attributes,
      properties: z.record(z.string(), z.unknown()).parse(resolve(Properties, scope)),
    }));
}
