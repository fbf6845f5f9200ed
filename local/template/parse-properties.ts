import * as z from 'zod';
import { StartError } from '../start-error.ts';
import type { Resource } from './resources.ts';

/**
 * Reads a resource's properties. Schemas are strict: a property that the node would silently not honour is refused by
 * name, and those that change nothing at run time are listed with {@link ignored}.
 */
export function parseProperties<T>({ type, logicalId, properties }: Resource, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'properties'}: ${message}`);
  throw new StartError(`the local runtime can't run ${type} ${logicalId}: ${issues.join('; ')}`);
}

/** Properties that are allowed and change nothing at run time. */
export function ignored<K extends string>(...names: readonly K[]): Record<K, z.ZodOptional<z.ZodUnknown>> {
  return Object.fromEntries(names.map((name) => [name, z.unknown().optional()])) as Record<
    K,
    z.ZodOptional<z.ZodUnknown>
  >;
}

/** CloudFormation takes `"30"` for `30` and `"true"` for `true`. */
export const Count = z.coerce.number().int();
export const Flag = z.union([z.boolean(), z.stringbool()]);

/** `{ [key]: value }`, or nothing when the value is undefined: for optional members of exact types. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
