import * as z from 'zod';
import { type PolicyDocument, PolicyDocumentSchema, type RoleDefinition } from '../aws/iam/definition.ts';
import { type Resource, readerOf } from './resources.ts';

const readPolicies = readerOf(
  'AWS::IAM::Policy',
  ['PolicyName'],
  { PolicyDocument: PolicyDocumentSchema, Roles: z.array(z.string()) },
  (_, policy) => policy,
);

export function readRoles(resources: readonly Resource[]): readonly RoleDefinition[] {
  const policies = readPolicies(resources);
  const read = readerOf('AWS::IAM::Role', ['AssumeRolePolicyDocument', 'Description', 'RoleName'], {}, (role) => ({
    id: role.logicalId,
    policies: policies.filter(({ Roles }) => Roles.includes(role.name)).map(({ PolicyDocument }) => PolicyDocument),
  }));
  return read(resources);
}

const readQueuePolicies = readerOf(
  'AWS::SQS::QueuePolicy',
  ['Queues'],
  { PolicyDocument: PolicyDocumentSchema },
  (_, properties) => properties.PolicyDocument,
);

const readLambdaPermissions = readerOf(
  'AWS::Lambda::Permission',
  [],
  {
    Action: z.string(),
    FunctionName: z.string().startsWith('arn:', 'must be an ARN'),
    Principal: z.string(),
    SourceArn: z.string().optional(),
  },
  (_, { Action, FunctionName, Principal, SourceArn }): PolicyDocument => ({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: Principal },
        Action,
        Resource: FunctionName,
        Condition: SourceArn === undefined ? undefined : { ArnLike: { 'aws:SourceArn': SourceArn } },
      },
    ],
  }),
);

/** The policies of queues and functions. */
export function readResourcePolicies(resources: readonly Resource[]): readonly PolicyDocument[] {
  return [...readQueuePolicies(resources), ...readLambdaPermissions(resources)];
}
