import * as z from 'zod';
import { StartError } from '../start-error.ts';

/** How the intrinsic functions of one resource look up other resources. */
export interface Scope {
  /** Type and logical id of the resource, for error messages. */
  readonly owner: string;
  ref(name: string): string;
  attribute(logicalId: string, name: string): string;
}

type Intrinsic = (argument: unknown, scope: Scope) => string | undefined;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: intrinsic(z.string(), (name, scope) => scope.ref(name)),
  'Fn::GetAtt': intrinsic(z.tuple([z.string(), z.string()]), ([id, name], scope) => scope.attribute(id, name)),
  'Fn::Join': intrinsic(z.tuple([z.string(), z.array(z.unknown())]), ([separator, values], scope) =>
    values.map((value) => resolve(value, scope)).join(separator),
  ),
  'Fn::Sub': intrinsic(z.string(), (text, scope) =>
    text.replace(/\$\{([^}.]+)(?:\.([^}]+))?\}/g, (_match, name: string, attribute?: string) =>
      attribute === undefined ? scope.ref(name) : scope.attribute(name, attribute),
    ),
  ),
};

/** A value of the template with its intrinsic functions evaluated. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, scope));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name = '', argument] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (name === 'Ref' || name.startsWith('Fn::')) {
    const resolved = INTRINSICS[name]?.(argument, scope);
    if (resolved !== undefined) return resolved;
    const call = JSON.stringify(value);
    throw new StartError(`${scope.owner}: the local runtime does not support the intrinsic function ${call}`);
  }
  return Object.fromEntries(entries.map(([key, entry]) => [key, resolve(entry, scope)]));
}

/** Returns undefined for an argument in a form that the schema does not accept. */
function intrinsic<T>(schema: z.ZodType<T>, evaluate: (argument: T, scope: Scope) => string): Intrinsic {
  return (argument, scope) => {
    const parsed = schema.safeParse(argument);
    return parsed.success ? evaluate(parsed.data, scope) : undefined;
  };
}
