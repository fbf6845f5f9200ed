import { describe, expect, it } from '@jest/globals';
import { TABLE_INDEXES } from '../../core/store/names.ts';
import { ERP_PARTNERS, PARTNER_NAMES, pullBaseName, syncBaseName } from '../../core/sync/partners.ts';
import { resourceNamed, resourcesOf, synthesize } from './synthesize.ts';

const template = synthesize({ stage: 'dev' });

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

const [tableId = ''] = resourcesOf(template, 'AWS::DynamoDB::GlobalTable').map(({ id }) => id);
const [bucketId = ''] = resourcesOf(template, 'AWS::S3::Bucket').map(({ id }) => id);
const names = new Map(
  Object.entries({
    'AWS::SQS::Queue': 'QueueName',
    'AWS::Events::EventBus': 'Name',
    'AWS::SecretsManager::Secret': 'Name',
    'AWS::Logs::LogGroup': 'LogGroupName',
  }).flatMap(([type, property]) =>
    resourcesOf(template, type).map(({ id, properties }) => [id, String(properties[property])] as const),
  ),
);

/** A statement's resource as a reader would name it. */
function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const text = JSON.stringify(resource);
  if (text.includes(bucketId)) return text.includes('/*') ? 'objects of the bucket' : 'the bucket';
  if (text.includes(tableId))
    return `table${/\/index\/\w+|StreamArn/.exec(text)?.[0].replace('StreamArn', '/stream') ?? ''}`;
  const [, id = ''] = /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(text) ?? [];
  return names.get(id) ?? /:secret:([^"]+)/.exec(text)?.[1] ?? text;
}

/** `action on resource` for every grant of a function but those for its log. */
function grantsOf(baseName: string): string[] {
  const lambda = resourceNamed(template, 'AWS::Lambda::Function', 'FunctionName', `procurement-hub-dev-${baseName}`);
  const role = lambda.properties.Role as { 'Fn::GetAtt': [string, string] };
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ properties }) =>
      (properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref === role['Fn::GetAtt'][0]),
    )
    .flatMap(({ properties }) => (properties.PolicyDocument as { Statement: Statement[] }).Statement)
    .flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) => list(Resource).map((resource) => `${action} on ${nameOf(resource)}`)),
    )
    .filter((grant) => !/^logs:/.test(grant))
    .sort();
}

const QUEUE_ACTIONS = [
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ReceiveMessage',
  'SendMessage',
];

describe('the grants, word for word,', () => {
  it('let the API read and write the table', () => {
    expect(grantsOf('api')).toEqual(
      [
        ...['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action} on table`),
        ...TABLE_INDEXES.map((index) => `dynamodb:Query on table/index/${index}`),
      ].sort(),
    );
  });

  it('let the management of an organization read and write the table and manage its secrets', () => {
    expect(grantsOf('management')).toEqual(
      [
        ...['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
          (action) => `dynamodb:${action} on table`,
        ),
        ...TABLE_INDEXES.map((index) => `dynamodb:Query on table/index/${index}`),
        ...['CreateSecret', 'DeleteSecret', 'DescribeSecret', 'GetSecretValue', 'PutSecretValue'].map(
          (action) => `secretsmanager:${action} on procurement-hub/dev/*`,
        ),
      ].sort(),
    );
  });

  const APPLYING = [
    ...['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
      (action) => `dynamodb:${action} on table`,
    ),
    ...TABLE_INDEXES.map((index) => `dynamodb:Query on table/index/${index}`),
  ];

  it('let suppliers’ calls read and write the table, be queued, and store large bodies that they can not read', () => {
    expect(grantsOf('supplier')).toEqual(
      [...APPLYING, 's3:PutObject on objects of the bucket', 'sqs:SendMessage on procurement-hub-dev-import'].sort(),
    );
  });

  it('let the import read and write the table, use its own queue, and read and delete large bodies', () => {
    expect(grantsOf('import')).toEqual(
      [
        ...APPLYING,
        's3:DeleteObject on objects of the bucket',
        's3:GetObject on objects of the bucket',
        's3:ListBucket on the bucket',
        ...QUEUE_ACTIONS.map((action) => `sqs:${action} on procurement-hub-dev-import`),
      ].sort(),
    );
  });

  it('let the documentation do nothing', () => {
    expect(grantsOf('docs')).toEqual([]);
  });

  it('let the relay read the stream and publish, but not read the table', () => {
    expect(grantsOf('relay')).toEqual([
      'dynamodb:DescribeStream on table/stream',
      'dynamodb:GetRecords on table/stream',
      'dynamodb:GetShardIterator on table/stream',
      'dynamodb:ListStreams on *',
      'events:PutEvents on procurement-hub-dev-events',
      'sqs:GetQueueAttributes on procurement-hub-dev-relay-dlq',
      'sqs:GetQueueUrl on procurement-hub-dev-relay-dlq',
      'sqs:SendMessage on procurement-hub-dev-relay-dlq',
    ]);
  });

  it('let the deliveries of events use their own queue and read the secrets that sign, and delete nothing', () => {
    expect(grantsOf('notify')).toEqual([
      ...['GetItem', 'PutItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action} on table`),
      'secretsmanager:GetSecretValue on procurement-hub/dev/*/subscription-*-??????',
      ...QUEUE_ACTIONS.map((action) => `sqs:${action} on procurement-hub-dev-notify`),
    ]);
  });

  it.each(PARTNER_NAMES)('let the consumer of %s use its own queue and secrets and create no items', (partner) => {
    expect(grantsOf(syncBaseName(partner))).toEqual([
      ...['BatchGetItem', 'GetItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action} on table`),
      `secretsmanager:GetSecretValue on procurement-hub/dev/*/${partner}-??????`,
      ...QUEUE_ACTIONS.map((action) => `sqs:${action} on procurement-hub-dev-${syncBaseName(partner)}`),
    ]);
  });

  it.each(ERP_PARTNERS)('let the pulls from %s read their secrets and write what they have read', (partner) => {
    const queueActions = [
      'ChangeMessageVisibility',
      'DeleteMessage',
      'GetQueueAttributes',
      'GetQueueUrl',
      'ReceiveMessage',
      'SendMessage',
    ];
    expect(grantsOf(pullBaseName(partner))).toEqual([
      ...['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query'].map((action) => `dynamodb:${action} on table`),
      'dynamodb:Query on table/index/gsi2',
      'dynamodb:Query on table/index/gsi3',
      'dynamodb:UpdateItem on table',
      `secretsmanager:GetSecretValue on procurement-hub/dev/*/${partner}-??????`,
      ...queueActions.map((action) => `sqs:${action} on procurement-hub-dev-${pullBaseName(partner)}`),
    ]);
  });

  it('let the schedule find organizations and create jobs, and reach no partner', () => {
    expect(grantsOf('schedule')).toEqual([
      'dynamodb:GetItem on table',
      'dynamodb:PutItem on table',
      'dynamodb:Query on table',
      'dynamodb:Query on table/index/gsi3',
      'dynamodb:UpdateItem on table',
    ]);
  });

  it('let the sweep find what is due, read it and notify, and reach no partner', () => {
    expect(grantsOf('sweep')).toEqual([
      'dynamodb:GetItem on table',
      ...TABLE_INDEXES.map((index) => `dynamodb:Query on table/index/${index}`),
      'dynamodb:UpdateItem on table',
    ]);
  });

  it('let provision write and list an organization’s items and create secrets, and read no secret', () => {
    expect(grantsOf('provision')).toEqual([
      'dynamodb:DeleteItem on table',
      'dynamodb:PutItem on table',
      'dynamodb:Query on table',
      'dynamodb:UpdateItem on table',
      'secretsmanager:CreateSecret on procurement-hub/dev/*',
    ]);
  });
});
