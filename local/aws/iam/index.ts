import { AwsError } from '../service.ts';
import { type CompiledStatement, compilePolicy, decide, list, type PolicyDocument, type Request } from './policy.ts';
import { matchesWildcard } from './wildcard.ts';

export type { PolicyDocument, PolicyStatement } from './policy.ts';

export interface RoleDefinition {
  /** Logical id in the template. */
  readonly id: string;
  readonly policies: readonly PolicyDocument[];
}

/** What a resource lets others do: a policy document (queues, buckets), or a permission as Lambda has them. */
export type ResourcePolicy =
  | { readonly document: PolicyDocument }
  | {
      readonly principal: string;
      readonly action: string;
      readonly resource: string;
      /** May have wildcards; absent: any source. */
      readonly sourceArn?: string;
    };

export interface RoleRequest extends Request {
  readonly roleId: string;
}

export interface Authorizer {
  isAllowed(request: RoleRequest): boolean;
  /** Throws AWS's AccessDeniedException when the role may not; `functionName` is only for its text. */
  assertAllowed(request: RoleRequest & { readonly functionName: string; readonly accountId: string }): void;
  /** Whether a resource's own policy lets a service act on it, for example EventBridge send to a queue. */
  serviceAllowed(request: {
    readonly service: string;
    readonly action: string;
    readonly resource: string;
    readonly sourceArn?: string;
  }): boolean;
}

/** Decides as IAM does, from the template's roles and resource policies. Bad policies are refused here. */
export function createAuthorizer(
  roles: readonly RoleDefinition[],
  resourcePolicies: readonly ResourcePolicy[] = [],
): Authorizer {
  const byRole = new Map(roles.map(({ id, policies }) => [id, policies.flatMap(compilePolicy)]));
  const statements = resourcePolicies.flatMap((policy) =>
    compilePolicy('document' in policy ? policy.document : documentOf(policy)),
  );
  const decision = ({ roleId, ...request }: RoleRequest): ReturnType<typeof decide> =>
    decide(byRole.get(roleId) ?? [], request);

  return {
    isAllowed: (request) => decision(request) === 'allowed',
    assertAllowed: ({ functionName, accountId, ...request }) => {
      const result = decision(request);
      if (result === 'allowed') return;
      const user = `arn:aws:sts::${accountId}:assumed-role/${request.roleId}/${functionName}`;
      const because =
        result === 'denied'
          ? 'with an explicit deny in an identity-based policy'
          : `because no identity-based policy allows the ${request.action} action`;
      const isS3 = request.action.startsWith('s3:');
      throw new AwsError(
        isS3 ? 'AccessDenied' : 'AccessDeniedException',
        `User: ${user} is not authorized to perform: ${request.action} on resource: ${request.resource} ${because}`,
        isS3 ? 403 : 400,
      );
    },
    serviceAllowed: ({ service, action, resource, sourceArn }) => {
      const concerned = statements.filter((statement) => isPrincipal(statement, service));
      const context = sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn };
      return decide(concerned, { action, resource, context }) === 'allowed';
    },
  };
}

function documentOf(policy: Exclude<ResourcePolicy, { document: PolicyDocument }>): PolicyDocument {
  return {
    Statement: {
      Effect: 'Allow',
      Action: policy.action,
      Resource: policy.resource,
      Principal: { Service: policy.principal },
      ...(policy.sourceArn === undefined ? {} : { Condition: { ArnLike: { 'aws:SourceArn': policy.sourceArn } } }),
    },
  };
}

function isPrincipal({ principal }: CompiledStatement, service: string): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  // Everyone (`AWS: '*'`) includes the services: that is how the CDK denies access without TLS.
  const { Service = [], AWS = [] } = principal as { Service?: string | string[]; AWS?: string | string[] };
  return list(Service).some((pattern) => matchesWildcard(pattern, service)) || list(AWS).includes('*');
}
