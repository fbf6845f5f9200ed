import * as z from 'zod';
import { StartError } from '../start-error.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { type Environment, type Identity, RESOURCE_TYPES } from './resource-types.ts';

const TemplateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Condition: z.string().optional(),
    }),
  ),
});

/** A resource of the template. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
  readonly ref: string;
  /** The `Ref` of a resource without an ARN. */
  readonly arn: string;
  readonly attributes: Identity['attributes'];
  /** A property with its intrinsic functions evaluated. */
  property(name: string): unknown;
  readonly propertyNames: readonly string[];
}

/** The resources of a template; a type that the local runtime does not support is rejected by name. */
export function readResources(template: unknown, environment: Environment): readonly Resource[] {
  const { Resources } = TemplateSchema.parse(template);
  const pseudoParameters: Readonly<Record<string, string>> = {
    'AWS::AccountId': environment.accountId,
    'AWS::Partition': 'aws',
    'AWS::Region': environment.region,
  };

  function resourceOf(logicalId: string): Resource | undefined {
    const { Type: type, Properties, Condition } = Resources[logicalId] ?? {};
    if (type === undefined || Properties === undefined) return undefined;
    const owner = `${type} ${logicalId}`;
    const resourceType = RESOURCE_TYPES[type];
    if (resourceType === undefined) throw new StartError(`${owner}: the local runtime does not support this type`);
    if (Condition !== undefined) throw new StartError(`${owner}: the local runtime does not support conditions`);
    const scope: Scope = {
      owner,
      ref: (name) => {
        const value = pseudoParameters[name] ?? resourceOf(name)?.ref;
        if (value !== undefined) return value;
        throw new StartError(`${owner}: Ref ${name} is neither a resource nor a supported pseudo parameter`);
      },
      attribute: (target, name) => {
        const value = resourceOf(target)?.attributes[name];
        if (value !== undefined) return value;
        throw new StartError(`${owner}: the local runtime does not support Fn::GetAtt ${target}.${name}`);
      },
    };
    const property = (name: string): unknown => resolve(Properties[name], scope);
    const given = resourceType.nameProperty && property(resourceType.nameProperty);
    const name = typeof given === 'string' && given !== '' ? given : `${environment.stackName}-${logicalId}`;
    const { ref, attributes } = resourceType.identify(name, environment, property);
    const arn = attributes.Arn ?? ref;
    return { logicalId, type, name, ref, arn, attributes, property, propertyNames: Object.keys(Properties) };
  }

  return Object.keys(Resources).flatMap((logicalId) => resourceOf(logicalId) ?? []);
}

/**
 * Reads the resources of a type. A property that is neither in `shape` nor in `ignored`, which lists those without an
 * effect at run time, is rejected by name: the local runtime would not behave as AWS does.
 */
export function readerOf<S extends z.ZodRawShape, D>(
  type: string,
  ignored: readonly string[],
  shape: S,
  define: (resource: Resource, properties: z.output<z.ZodObject<S, z.core.$strict>>) => D,
): (resources: readonly Resource[]) => readonly D[] {
  const schema = z.strictObject(shape);
  return (resources) =>
    resources
      .filter((resource) => resource.type === type)
      .map((resource) => {
        const names = resource.propertyNames.filter((name) => !ignored.includes(name));
        const parsed = schema.safeParse(Object.fromEntries(names.map((name) => [name, resource.property(name)])));
        if (parsed.success) return define(resource, parsed.data);
        throw new StartError(`${type} ${resource.logicalId}: ${parsed.error.issues.map(describeIssue).join('; ')}`);
      });
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  if (issue.code === 'invalid_key') return `the local runtime does not support ${path}`;
  if (issue.code !== 'unrecognized_keys') return `${path}: ${issue.message}`;
  const properties = issue.keys.map((key) => [...issue.path, key].join('.'));
  return `the local runtime does not support ${properties.join(', ')}`;
}

/** CloudFormation accepts `"30"` for `30` and `"true"` for `true`. */
export const Count = z.coerce.number().int();
export const Flag = z.union([z.boolean(), z.stringbool()]);
