/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so */
import { describe, expect, it } from '@jest/globals';
import { readModel } from '../../../local/template/index.ts';

const place = {
  region: 'us-east-1',
  accountId: '000000000000',
  stackName: 'shop-dev',
  awsUrl: 'http://127.0.0.1:4000',
  apiUrl: 'http://127.0.0.1:3000',
};
const assets = new Map([['abc.zip', '/assets/asset.abc']]);
const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
const orders = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders', VisibilityTimeout: '180' } };

function functionWith(properties: object = {}) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'ship',
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: 'abc.zip' },
      ...properties,
    },
  };
}

function read(Resources: object, more: object = {}, parameters: Record<string, string> = {}) {
  return readModel({ Resources, ...more }, assets, place, parameters);
}

describe('readModel', () => {
  it('resolves references between resources, whatever their order', () => {
    const Variables = {
      URL: { Ref: 'Orders' },
      ARN: { 'Fn::Sub': '${Orders.Arn}/${AWS::Region}' },
      JOINED: { 'Fn::Join': ['-', ['a', { 'Fn::Select': [1, { 'Fn::Split': [':', 'x:y:z'] }] }]] },
      GONE: { Ref: 'AWS::NoValue' },
    };
    const { functions } = read({ Ship: functionWith({ Environment: { Variables } }), Role: role, Orders: orders });
    expect(functions[0]).toMatchObject({
      name: 'ship',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:ship',
      roleId: 'Role',
      codeDirectory: '/assets/asset.abc',
      timeoutSeconds: 3,
      memoryMegabytes: 128,
      environment: {
        URL: 'http://127.0.0.1:4000/000000000000/orders',
        ARN: 'arn:aws:sqs:us-east-1:000000000000:orders/us-east-1',
        JOINED: 'a-y',
      },
    });
    expect(functions[0]?.environment).not.toHaveProperty('GONE');
  });

  it('takes parameters from the node, else their defaults', () => {
    const more = { Parameters: { Issuer: { Type: 'String', Default: 'https://default' } } };
    const resources = {
      Role: role,
      Ship: functionWith({ Environment: { Variables: { ISSUER: { Ref: 'Issuer' } } } }),
    };
    expect(read(resources, more).functions[0]?.environment.ISSUER).toBe('https://default');
    expect(read(resources, more, { Issuer: 'http://mine' }).functions[0]?.environment.ISSUER).toBe('http://mine');
  });

  it('leaves out what a condition rules out', () => {
    const more = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Conditions: { Production: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    };
    expect(read({ Orders: { ...orders, Condition: 'Production' } }, more).queues).toEqual([]);
    expect(read({ Orders: { ...orders, Condition: 'Production' } }, more, { Stage: 'prod' }).queues).toHaveLength(1);
  });

  it('reads numbers that the template has as text, and fills in the defaults of AWS', () => {
    expect(read({ Orders: orders }).queues[0]).toMatchObject({
      visibilityTimeoutSeconds: 180,
      retentionSeconds: 345_600,
    });
  });

  it('gives a role its inline, attached and managed policies', () => {
    const statement = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const { roles } = read({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
          Policies: [{ PolicyName: 'inline', PolicyDocument: statement('s3:GetObject') }],
        },
      },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: statement('sqs:SendMessage') },
      },
    });
    expect(roles[0]?.policies).toHaveLength(3);
    expect(JSON.stringify(roles[0]?.policies)).toMatch(/logs:PutLogEvents.*s3:GetObject.*sqs:SendMessage/);
  });

  it('ignores what only watches', () => {
    expect(() => read({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: {} } })).not.toThrow();
  });

  it('refuses a resource type that it can not run, by name', () => {
    expect(() => read({ Steps: { Type: 'AWS::StepFunctions::StateMachine' } })).toThrow(
      "AWS::StepFunctions::StateMachine Steps: the local runtime can't run this resource type",
    );
  });

  it('refuses a property that it would not honour, by name', () => {
    const resources = { Role: role, Ship: functionWith({ SnapStart: { ApplyOn: 'PublishedVersions' } }) };
    expect(() => read(resources)).toThrow(/AWS::Lambda::Function Ship: .*SnapStart/);
  });

  it.each([
    ['InputPath', { InputPath: '$.detail' }],
    ['InputTransformer', { InputTransformer: { InputTemplate: '"late"' } }],
  ])('refuses a rule target with %s, by name', (name, input) => {
    const Target = { Id: 'Queue', Arn: { 'Fn::GetAtt': ['Orders', 'Arn'] }, ...input };
    const resources = { Orders: orders, Late: { Type: 'AWS::Events::Rule', Properties: { Targets: [Target] } } };
    expect(() => read(resources)).toThrow(new RegExp(`AWS::Events::Rule Late: .*${name}`));
  });

  it('reads stream and queue mappings with their limits', () => {
    const Table = {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'things',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    };
    const { mappings, tables } = read({
      Role: role,
      Ship: functionWith(),
      Orders: orders,
      Table,
      FromStream: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'Ship' },
          EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          StartingPosition: 'TRIM_HORIZON',
          BisectBatchOnFunctionError: true,
          MaximumRetryAttempts: 3,
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Orders', 'Arn'] } } },
          FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
        },
      },
      FromQueue: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'Ship' },
          EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] },
          BatchSize: 5,
        },
      },
    });
    expect(tables[0]?.streamArn).toMatch(/^arn:aws:dynamodb:us-east-1:000000000000:table\/things\/stream\//);
    expect(mappings).toEqual([
      expect.objectContaining({
        kind: 'stream',
        functionName: 'ship',
        batchSize: 100,
        bisectOnError: true,
        maximumRetries: 3,
        failureQueueArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
        filters: [{ eventName: ['INSERT'] }],
      }),
      expect.objectContaining({ kind: 'queue', functionName: 'ship', batchSize: 5, reportsItemFailures: false }),
    ]);
  });
});
