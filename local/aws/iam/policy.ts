import { compileConditions } from './conditions.ts';
import { matchesWildcard } from './wildcard.ts';

type OneOrMore = string | readonly string[];

export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore | boolean>>>>;
}

export interface PolicyDocument {
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** Values of condition keys, for example `{ 'aws:SourceArn': 'arn:…' }`. */
export type Context = Readonly<Record<string, OneOrMore>>;

export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

export interface CompiledStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly principal: unknown;
  matches(request: Request): boolean;
}

/** Reads a policy once; what the evaluation doesn't know is refused here and not silently ignored later. */
export function compilePolicy(policy: PolicyDocument): readonly CompiledStatement[] {
  return list(policy.Statement).map((statement) => {
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw new Error('A statement allows or denies');
    const action = matcher(statement.Action, statement.NotAction, 'Action', (text) => text.toLowerCase());
    const resource = matcher(statement.Resource, statement.NotResource, 'Resource', (text) => text);
    const conditions = compileConditions(statement.Condition ?? {});
    return {
      effect: statement.Effect,
      principal: statement.Principal,
      matches: (request) => action(request.action) && resource(request.resource) && conditions(request.context ?? {}),
    };
  });
}

/** What the statements say of a request: a denial wins, and what nobody allows is not allowed. */
export function decide(
  statements: readonly CompiledStatement[],
  request: Request,
): 'allowed' | 'denied' | 'unmentioned' {
  const matching = statements.filter((statement) => statement.matches(request));
  if (matching.some(({ effect }) => effect === 'Deny')) return 'denied';
  return matching.length > 0 ? 'allowed' : 'unmentioned';
}

function matcher(
  wanted: OneOrMore | undefined,
  unwanted: OneOrMore | undefined,
  name: string,
  normalize: (text: string) => string,
): (text: string) => boolean {
  if ((wanted === undefined) === (unwanted === undefined))
    throw new Error(`A statement has either ${name} or Not${name}`);
  const patterns = list(wanted ?? unwanted ?? []);
  for (const pattern of patterns) {
    if (typeof pattern !== 'string') throw new Error(`${name} is not resolved: ${JSON.stringify(pattern)}`);
  }
  const normalized = patterns.map(normalize);
  return (text) => normalized.some((pattern) => matchesWildcard(pattern, normalize(text))) === (wanted !== undefined);
}

export function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
