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

/** A permission's `FunctionName` is a function's name or its ARN. */
const readLambdaPermissions = readerOf(
  'AWS::Lambda::Permission',
  [],
  { Action: z.string(), FunctionName: z.string(), Principal: z.string(), SourceArn: z.string().optional() },
  (_, permission) => permission,
);

/** The policies of queues and functions. */
export function readResourcePolicies(resources: readonly Resource[]): readonly PolicyDocument[] {
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  const permissions = readLambdaPermissions(resources).map(
    ({ Action, FunctionName, Principal, SourceArn }): PolicyDocument => ({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: Principal },
          Action,
          Resource: functions.find(({ name }) => name === FunctionName)?.arn ?? FunctionName,
          Condition: SourceArn === undefined ? undefined : { ArnLike: { 'aws:SourceArn': SourceArn } },
        },
      ],
    }),
  );
  return [...readQueuePolicies(resources), ...permissions];
}
