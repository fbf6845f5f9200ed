import { describe, expect, it } from '@jest/globals';
import { PARTNERS } from '../../core/partners/names.ts';
import { TABLE_INDEXES } from '../../core/store/table-names.ts';
import { resourceNamed, resourcesOf, synthesize } from './synthesize.ts';

const template = synthesize({ stage: 'dev', organizations: 'org_a' });

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

const [tableId = ''] = resourcesOf(template, 'AWS::DynamoDB::GlobalTable').map(({ id }) => id);
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
  if (text.includes(tableId))
    return `table${/\/index\/\w+|StreamArn/.exec(text)?.[0].replace('StreamArn', '/stream') ?? ''}`;
  const [, id = ''] = /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(text) ?? [];
  return names.get(id) ?? /:secret:([^"]+)/.exec(text)?.[1] ?? text;
}

/** `action on resource` of everything that a function may do beside writing its own log and traces. */
function grantsOf(stem: string): string[] {
  const lambda = resourceNamed(template, 'AWS::Lambda::Function', 'FunctionName', `procurement-hub-dev-${stem}`);
  const role = lambda.properties.Role as { 'Fn::GetAtt': [string, string] };
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ properties }) =>
      (properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref === role['Fn::GetAtt'][0]),
    )
    .flatMap(({ properties }) => (properties.PolicyDocument as { Statement: Statement[] }).Statement)
    .flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) => list(Resource).map((resource) => `${action} on ${nameOf(resource)}`)),
    )
    .filter((grant) => !/^(xray|logs):/.test(grant))
    .sort();
}

describe('what each function may do, to the letter', () => {
  it('the API reads and writes the table, and reads the key of its cursors', () => {
    expect(grantsOf('api')).toEqual(
      [
        ...['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action} on table`),
        ...TABLE_INDEXES.map((index) => `dynamodb:Query on table/index/${index}`),
        'secretsmanager:GetSecretValue on procurement-hub/dev/cursor-key',
      ].sort(),
    );
  });

  it('the relay reads the stream and publishes; it can’t read the table', () => {
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

  it.each(PARTNERS)('the consumer of %s has its own queue and secrets, and creates no items', (partner) => {
    const queueActions = [
      'ChangeMessageVisibility',
      'DeleteMessage',
      'GetQueueAttributes',
      'GetQueueUrl',
      'ReceiveMessage',
      'SendMessage',
    ];
    expect(grantsOf(`sync-${partner}`)).toEqual([
      ...['GetItem', 'Query', 'UpdateItem'].map((action) => `dynamodb:${action} on table`),
      `secretsmanager:GetSecretValue on procurement-hub/dev/org_a/${partner}-??????`,
      ...queueActions.map((action) => `sqs:${action} on procurement-hub-dev-sync-${partner}`),
    ]);
  });

  it('provisioning writes the table and reads nothing', () => {
    expect(grantsOf('provision')).toEqual(['dynamodb:PutItem on table', 'dynamodb:UpdateItem on table']);
  });
});
