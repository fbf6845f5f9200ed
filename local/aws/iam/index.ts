import { AwsError } from '../service.ts';
import type { PolicyDocument, RoleDefinition } from './definition.ts';
import { compilePolicy, evaluate, type Request } from './policy.ts';

export interface RoleRequest extends Request {
  readonly roleId: string;
}

export interface Authorizer {
  isAllowed(request: RoleRequest): boolean;
  /** Throws AWS's access denied error, whose message names the function. */
  assertAllowed(request: RoleRequest & { readonly functionName: string; readonly accountId: string }): void;
  /** Whether a resource policy allows an AWS service the action, for example EventBridge to send to a queue. */
  serviceAllowed(request: {
    readonly service: string;
    readonly action: string;
    readonly resource: string;
    readonly sourceArn?: string;
  }): boolean;
}

/** Evaluates requests against the template's roles and resource policies. */
export function createAuthorizer(
  roles: readonly RoleDefinition[],
  resourcePolicies: readonly PolicyDocument[] = [],
): Authorizer {
  const byRole = new Map(roles.map(({ id, policies }) => [id, policies.flatMap(compilePolicy)]));
  const resourceStatements = resourcePolicies.flatMap(compilePolicy);

  return {
    isAllowed: ({ roleId, ...request }) => evaluate(byRole.get(roleId) ?? [], request) === 'allowed',
    assertAllowed: ({ roleId, functionName, accountId, ...request }) => {
      const decision = evaluate(byRole.get(roleId) ?? [], request);
      if (decision === 'allowed') return;
      const user = `arn:aws:sts::${accountId}:assumed-role/${roleId}/${functionName}`;
      const because =
        decision === 'explicit deny'
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
      const statements = resourceStatements.filter(({ isPrincipal }) => isPrincipal(service));
      const context = sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn };
      return evaluate(statements, { action, resource, context }) === 'allowed';
    },
  };
}
