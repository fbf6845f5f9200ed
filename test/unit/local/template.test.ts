/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub */
import { describe, expect, it } from '@jest/globals';
import { StartError } from '../../../local/start-error.ts';
import { readModel } from '../../../local/template/index.ts';

const environment = {
  region: 'us-east-1',
  accountId: '000000000000',
  stackName: 'shop-dev',
  awsUrl: 'http://127.0.0.1:4000',
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

function read(Resources: object) {
  return readModel({ Resources }, assets, environment);
}

describe('readModel', () => {
  it('resolves references between resources in any order', () => {
    const Variables = {
      URL: { Ref: 'Orders' },
      ARN: { 'Fn::Sub': '${Orders.Arn}/${AWS::Region}' },
      JOINED: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Partition' }]] },
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
        JOINED: 'a-aws',
      },
    });
  });

  it("reads numbers from text and fills in AWS's defaults", () => {
    expect(read({ Orders: orders }).queues[0]).toMatchObject({
      visibilityTimeoutSeconds: 180,
      retentionSeconds: 345_600,
    });
  });

  it('attaches policies to their role', () => {
    const statement = (Action: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const policy = (Action: string) => ({
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: statement(Action) },
    });
    const { roles } = read({ Role: role, Other: role, Read: policy('s3:GetObject'), Send: policy('sqs:SendMessage') });
    expect(roles).toEqual([
      { id: 'Role', policies: [statement('s3:GetObject'), statement('sqs:SendMessage')] },
      { id: 'Other', policies: [] },
    ]);
  });

  it("turns a Lambda permission into a statement of the function's resource policy", () => {
    const Permission = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Ship', 'Arn'] },
        Principal: 'events.amazonaws.com',
        SourceArn: 'arn:rule',
      },
    };
    const { resourcePolicies } = read({ Role: role, Ship: functionWith(), Permission });
    expect(resourcePolicies).toEqual([
      {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'lambda:InvokeFunction',
            Resource: 'arn:aws:lambda:us-east-1:000000000000:function:ship',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: { ArnLike: { 'aws:SourceArn': 'arn:rule' } },
          },
        ],
      },
    ]);
  });

  it('ignores resources without an effect at run time, whatever their properties', () => {
    const Properties = { Threshold: { 'Fn::If': ['A', 1, 2] } };
    expect(() => read({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties } })).not.toThrow();
  });

  it('rejects an unknown resource type by name', () => {
    expect(() => read({ Steps: { Type: 'AWS::StepFunctions::StateMachine' } })).toThrow(
      new StartError('AWS::StepFunctions::StateMachine Steps: the local runtime does not support this type'),
    );
  });

  it('rejects an unknown property by name', () => {
    const resources = { Role: role, Ship: functionWith({ SnapStart: { ApplyOn: 'PublishedVersions' } }) };
    expect(() => read(resources)).toThrow(
      new StartError('AWS::Lambda::Function Ship: the local runtime does not support SnapStart'),
    );
  });

  it.each([
    ['ApiGatewayV2::Route', 'AuthorizationScopes', { ApiId: 'api', RouteKey: 'GET /', Target: 'integrations/i' }],
    ['Lambda::EventSourceMapping', 'TumblingWindowInSeconds', { EventSourceArn: 'arn', FunctionName: 'f' }],
    ['Lambda::EventSourceMapping', 'MaximumRecordAgeInSeconds', { EventSourceArn: 'arn', FunctionName: 'f' }],
  ])('rejects a resource of the type AWS::%s with %s by name', (type, name, properties) => {
    expect(() => read({ It: { Type: `AWS::${type}`, Properties: { ...properties, [name]: 60 } } })).toThrow(
      new StartError(`AWS::${type} It: the local runtime does not support ${name}`),
    );
  });

  it("reads the maximum age and the retries of a function's asynchronous events, in Lambda's limits", () => {
    const functionOf = (properties: object) => {
      const Properties = { FunctionName: { Ref: 'Ship' }, Qualifier: '$LATEST', ...properties };
      const Config = { Type: 'AWS::Lambda::EventInvokeConfig', Properties };
      return read({ Role: role, Ship: functionWith(), Config }).functions[0];
    };
    expect(functionOf({})).toMatchObject({ asyncRetries: 2, asyncMaxAgeSeconds: 21_600 });
    const configured = functionOf({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: '60' });
    expect(configured).toMatchObject({ asyncRetries: 0, asyncMaxAgeSeconds: 60 });
    expect(() => functionOf({ MaximumRetryAttempts: 3 })).toThrow(StartError);
    expect(() => functionOf({ MaximumEventAgeInSeconds: 59 })).toThrow(StartError);
    expect(() => functionOf({ MaximumEventAgeInSeconds: 21_601 })).toThrow(StartError);
  });

  it.each([
    ['a concurrency below the minimum of AWS', { ScalingConfig: { MaximumConcurrency: 1 } }, /MaximumConcurrency: .*2/],
    ['a concurrency above the maximum of AWS', { ScalingConfig: { MaximumConcurrency: 1001 } }, /Concurrency: .*1000/],
    ['a starting position in a queue', { StartingPosition: 'LATEST' }, /^It: a queue has no StartingPosition$/],
    ['a stream without starting position', { EventSourceArn: 'arn:stream' }, /^It: a stream needs a StartingPosition$/],
    ['a starting position in time', { StartingPosition: 'AT_TIMESTAMP' }, /StartingPosition: .*TRIM_HORIZON/],
  ])('rejects an event source mapping with %s', (_, properties, message) => {
    const Properties = { FunctionName: 'f', EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q', ...properties };
    expect(() => read({ It: { Type: 'AWS::Lambda::EventSourceMapping', Properties } })).toThrow(message);
  });

  it('rejects an unknown property inside another by its path', () => {
    const Properties = { RedrivePolicy: { deadLetterTargetArn: 'arn', maxReceiveCount: 1, Jitter: 1 } };
    expect(() => read({ Orders: { ...orders, Properties } })).toThrow(
      new StartError('AWS::SQS::Queue Orders: the local runtime does not support RedrivePolicy.Jitter'),
    );
  });

  it('rejects an unsupported value with the reason', () => {
    const resources = { Role: role, Ship: functionWith({ Runtime: 'python3.14' }) };
    expect(() => read(resources)).toThrow(
      new StartError('AWS::Lambda::Function Ship: Runtime: the local runtime runs Node.js functions only'),
    );
  });

  it.each([
    ['an unknown intrinsic function', { 'Fn::Select': [0, ['a']] }, /does not support .*{"Fn::Select":\[0,\["a"\]\]}$/],
    ['an unknown form of a function', { 'Fn::Sub': ['${A}', { A: 'a' }] }, /does not support .*"Fn::Sub"/],
    ['an unknown pseudo parameter', { Ref: 'AWS::StackId' }, /Ref AWS::StackId is neither/],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Orders', 'QueueName'] },
      /does not support Fn::GetAtt Orders.QueueName$/,
    ],
  ])('rejects %s by name', (_, value, message) => {
    const Ship = functionWith({ Environment: { Variables: { VALUE: value } } });
    const reading = () => read({ Role: role, Orders: orders, Ship });
    expect(reading).toThrow(StartError);
    expect(reading).toThrow(/^AWS::Lambda::Function Ship: /);
    expect(reading).toThrow(message);
  });

  it.each([
    ['element', { NotAction: 's3:*' }, 'NotAction'],
    ['condition operator', { Action: '*', Condition: { NumericLessThan: { k: '5' } } }, 'Condition.NumericLessThan'],
  ])('rejects an unknown %s of an IAM policy by its path', (_, element, path) => {
    const statement = { Effect: 'Allow', Action: '*', Resource: '*', ...element };
    const Properties = { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: [statement] } };
    expect(() => read({ Role: role, Policy: { Type: 'AWS::IAM::Policy', Properties } })).toThrow(
      new StartError(`AWS::IAM::Policy Policy: the local runtime does not support PolicyDocument.Statement.0.${path}`),
    );
  });

  it('rejects a resource with a condition', () => {
    expect(() => read({ Orders: { ...orders, Condition: 'Production' } })).toThrow(
      new StartError('AWS::SQS::Queue Orders: the local runtime does not support conditions'),
    );
  });

  it('rejects a rule on a bus that is not in the template', () => {
    const Late = {
      Type: 'AWS::Events::Rule',
      Properties: { EventBusName: 'other', ScheduleExpression: 'rate(1 day)' },
    };
    expect(() => read({ Late })).toThrow(new StartError('Late: the template has no event bus other'));
  });

  it.each([
    ['InputPath', { InputPath: '$.detail' }],
    ['InputTransformer', { InputTransformer: { InputTemplate: '"late"' } }],
  ])('rejects a rule target with %s by name', (name, input) => {
    const Target = { Id: 'Queue', Arn: { 'Fn::GetAtt': ['Orders', 'Arn'] }, ...input };
    const resources = { Orders: orders, Late: { Type: 'AWS::Events::Rule', Properties: { Targets: [Target] } } };
    expect(() => read(resources)).toThrow(new RegExp(`AWS::Events::Rule Late: .*${name}`));
  });

  it('reads event source mappings of streams and queues', () => {
    const Table = {
      Type: 'AWS::DynamoDB::GlobalTable',
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
        startingPosition: 'TRIM_HORIZON',
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
