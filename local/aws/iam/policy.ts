import type { PolicyDocument, PolicyStatement } from './definition.ts';

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys, for example `{ 'aws:SourceArn': 'arn:…' }`. */
  readonly context?: Readonly<Record<string, string>>;
}

type Test<T> = (value: T) => boolean;

export interface CompiledStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Whether the statement of a resource policy applies to an AWS service. */
  readonly isPrincipal: Test<string>;
  readonly matches: Test<Request>;
}

export function compilePolicy({ Statement }: PolicyDocument): readonly CompiledStatement[] {
  return Statement.map(({ Effect, Principal, Action, Resource, Condition = {} }) => {
    const isAction = wildcards(Action, 'i');
    const isResource = wildcards(Resource);
    const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => compileCondition(operator, key, list(wanted))),
    );
    return {
      effect: Effect,
      isPrincipal: compilePrincipal(Principal),
      matches: (request) =>
        isAction(request.action) && isResource(request.resource) && conditions.every((test) => test(request)),
    };
  });
}

/** An explicit deny wins; without a matching statement the request is denied implicitly. */
export function evaluate(
  statements: readonly CompiledStatement[],
  request: Request,
): 'allowed' | 'explicit deny' | 'implicit deny' {
  const matching = statements.filter((statement) => statement.matches(request));
  if (matching.some(({ effect }) => effect === 'Deny')) return 'explicit deny';
  return matching.length > 0 ? 'allowed' : 'implicit deny';
}

function compilePrincipal(principal: PolicyStatement['Principal']): Test<string> {
  // `AWS: '*'` includes services: the CDK denies requests without TLS that way.
  if (principal === '*' || list(principal?.AWS ?? []).includes('*')) return () => true;
  const services = list(principal?.Service ?? []);
  return (service) => services.includes(service);
}

function compileCondition(operator: string, key: string, wanted: readonly string[]): Test<Request> {
  const matches = operator.startsWith('Arn') ? wildcards(wanted) : (value: string) => wanted.includes(value);
  return ({ context = {} }) => {
    // Names of condition keys are case-insensitive.
    const [, value] = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
    return value !== undefined && matches(value);
  };
}

/** `*` matches any characters, `?` one. */
function wildcards(patterns: string | readonly string[], flags = ''): Test<string> {
  const sources = list(patterns).map((pattern) =>
    pattern
      .replace(/[^\w*?]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.'),
  );
  const expression = new RegExp(`^(?:${sources.join('|')})$`, `s${flags}`);
  return (text) => expression.test(text);
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
