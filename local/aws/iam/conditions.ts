import type { Context, PolicyStatement } from './policy.ts';
import { list } from './policy.ts';
import { matchesWildcard } from './wildcard.ts';

type Compare = (value: string, wanted: string) => boolean;

const sameCaseless: Compare = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();
const like: Compare = (value, wanted) => matchesWildcard(wanted, value);

/** The operators that the CDK's grants emit; an ARN's wildcards count for ArnEquals as well. */
const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: (value, wanted) => value === wanted,
  StringEqualsIgnoreCase: sameCaseless,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: sameCaseless,
};

/** All conditions of a statement, over the values of the request's context. */
export function compileConditions(
  conditions: NonNullable<PolicyStatement['Condition']>,
): (context: Context) => boolean {
  const tests = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => compileCondition(operator, key, list(wanted).map(String))),
  );
  return (context) => tests.every((test) => test(context));
}

function compileCondition(operator: string, key: string, wanted: readonly string[]): (context: Context) => boolean {
  const [, qualifier, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(\w+)$/.exec(operator) ?? [];
  const negated = name.replace(/^(String|Arn)Not/, '$1');
  const compare = Object.hasOwn(OPERATORS, negated) ? OPERATORS[negated] : undefined;
  if (compare === undefined) throw new Error(`The local runtime doesn't know the condition operator ${operator}`);
  const isWanted = (value: string): boolean => wanted.some((one) => compare(value, one)) === (negated === name);
  return (context) => {
    const values = valuesOf(context, key);
    if (qualifier === 'ForAllValues') return values.every(isWanted);
    if (qualifier === 'ForAnyValue') return values.some(isWanted);
    // A key that the request lacks fails a positive condition and satisfies a negated one.
    return values.length === 0 ? negated !== name : values.some(isWanted);
  };
}

/** The names of condition keys don't depend on case. */
function valuesOf(context: Context, key: string): readonly string[] {
  const entry = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return entry === undefined ? [] : list(entry[1]);
}
