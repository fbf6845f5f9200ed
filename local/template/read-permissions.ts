import * as z from 'zod';
import type { PolicyDocument, ResourcePolicy, RoleDefinition } from '../aws/iam/index.ts';
import { StartError } from '../start-error.ts';
import { ignored, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

/** The evaluator checks the statements themselves when it compiles them. */
const PolicyDocumentSchema = z.custom<PolicyDocument>(
  (value) => typeof value === 'object' && value !== null && 'Statement' in value,
  'is not a policy document',
);

const RoleProperties = z.strictObject({
  ...ignored('AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration', 'Path', 'RoleName', 'Tags'),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z.array(z.object({ PolicyDocument: PolicyDocumentSchema })).default([]),
});

const PolicyProperties = z.looseObject({
  PolicyDocument: PolicyDocumentSchema,
  Roles: z.array(z.string()).default([]),
});

const LOGS_ONLY: PolicyDocument = {
  Statement: {
    Effect: 'Allow',
    Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: '*',
  },
};

/** AWS's own policies that the hub may use. */
const AWS_MANAGED: Readonly<Record<string, PolicyDocument>> = {
  'service-role/AWSLambdaBasicExecutionRole': LOGS_ONLY,
};

export function readRoles(resources: readonly Resource[]): readonly RoleDefinition[] {
  const attached = resources
    .filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy')
    .map((resource) => ({ arn: resource.ref, ...parseProperties(resource, PolicyProperties) }));
  const managed = (role: Resource, arn: string): PolicyDocument => {
    const name = arn.slice(arn.indexOf(':policy/') + ':policy/'.length);
    const document = attached.find((policy) => policy.arn === arn)?.PolicyDocument ?? AWS_MANAGED[name];
    if (document === undefined)
      throw new StartError(`${role.logicalId}: the local runtime does not know the policy ${arn}`);
    return document;
  };
  return resources
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map((role) => {
      const { ManagedPolicyArns, Policies } = parseProperties(role, RoleProperties);
      return {
        id: role.logicalId,
        policies: [
          ...ManagedPolicyArns.map((arn) => managed(role, arn)),
          ...Policies.map(({ PolicyDocument: document }) => document),
          ...attached.filter(({ Roles }) => Roles.includes(role.name)).map(({ PolicyDocument: document }) => document),
        ],
      };
    });
}

const QueuePolicyProperties = z.strictObject({ PolicyDocument: PolicyDocumentSchema, Queues: z.array(z.string()) });

const PermissionProperties = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceAccount: z.string().optional(),
  SourceArn: z.string().optional(),
});

/** What queues and functions let services do. */
export function readResourcePolicies(resources: readonly Resource[]): readonly ResourcePolicy[] {
  const functions = new Map(
    resources
      .filter(({ type }) => type === 'AWS::Lambda::Function')
      .flatMap(({ name, arn }) => [
        [name, arn],
        [arn, arn],
      ]),
  );
  return resources.flatMap((resource): ResourcePolicy[] => {
    if (resource.type === 'AWS::SQS::QueuePolicy') {
      return [{ document: parseProperties(resource, QueuePolicyProperties).PolicyDocument }];
    }
    if (resource.type !== 'AWS::Lambda::Permission') return [];
    const { Action, FunctionName, Principal, SourceArn } = parseProperties(resource, PermissionProperties);
    const permission = { principal: Principal, action: Action, resource: functions.get(FunctionName) ?? FunctionName };
    return [SourceArn === undefined ? permission : { ...permission, sourceArn: SourceArn }];
  });
}
