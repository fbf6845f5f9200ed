import * as z from 'zod';
import { StartError } from '../start-error.ts';

/** What an intrinsic function may ask of the template around it. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(name: string, first: string, second: string): unknown;
}

/** What `AWS::NoValue` resolves to: the property or list entry that holds it vanishes. */
export const NO_VALUE = Symbol('AWS::NoValue');

const Text = z.coerce.string();
const Pair = z.tuple([z.string(), z.unknown()]);
const Triple = z.tuple([z.unknown(), z.unknown(), z.unknown()]);

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(Text.parse(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...path] = typeof argument === 'string' ? argument.split('.') : z.array(z.string()).parse(argument);
    return scope.attribute(id ?? '', path.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, values] = Pair.parse(argument);
    return texts(values, scope).join(separator);
  },
  'Fn::Split': (argument, scope) => {
    const [separator, value] = Pair.parse(argument);
    return Text.parse(resolve(value, scope)).split(separator);
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = z.tuple([z.unknown(), z.unknown()]).parse(argument);
    return z.array(z.unknown()).parse(resolve(values, scope))[z.coerce.number().parse(resolve(index, scope))];
  },
  'Fn::Sub': (argument, scope) => {
    const [text, variables] = typeof argument === 'string' ? [argument, {}] : Pair.parse(argument);
    return substitute(text, z.record(z.string(), z.unknown()).parse(variables), scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [name = '', first = '', second = ''] = texts(argument, scope);
    return scope.mapping(name, first, second);
  },
  'Fn::GetAZs': (_argument, scope) => [`${Text.parse(scope.ref('AWS::Region'))}a`],
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = Triple.parse(argument);
    return resolve(scope.condition(Text.parse(name)) ? yes : no, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = texts(argument, scope);
    return left === right;
  },
  'Fn::Not': (argument, scope) => !truths(argument, scope)[0],
  'Fn::And': (argument, scope) => truths(argument, scope).every(Boolean),
  'Fn::Or': (argument, scope) => truths(argument, scope).some(Boolean),
  Condition: (name, scope) => scope.condition(Text.parse(name)),
};

/** A value of the template without intrinsic functions. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name !== undefined) {
    const intrinsic = INTRINSICS[name];
    // An IAM policy's `Condition` holds an object; CloudFormation's `Condition` function names a condition.
    if (intrinsic !== undefined && !(name === 'Condition' && typeof argument !== 'string')) {
      return intrinsic(argument, scope);
    }
    if (name.startsWith('Fn::')) throw new StartError(`the local runtime does not know the intrinsic function ${name}`);
  }
  const resolved = entries.map(([key, entry]): [string, unknown] => [key, resolve(entry, scope)]);
  return Object.fromEntries(resolved.filter(([, entry]) => entry !== NO_VALUE));
}

function substitute(text: string, variables: Readonly<Record<string, unknown>>, scope: Scope): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (name in variables) return Text.parse(resolve(variables[name], scope));
    const [id = '', ...path] = name.split('.');
    return Text.parse(path.length > 0 ? scope.attribute(id, path.join('.')) : scope.ref(name));
  });
}

function texts(values: unknown, scope: Scope): string[] {
  return z.array(Text).parse(resolve(values, scope));
}

function truths(values: unknown, scope: Scope): boolean[] {
  return z.array(z.boolean()).parse(
    z
      .array(z.unknown())
      .parse(values)
      .map((value) => resolve(value, scope)),
  );
}
