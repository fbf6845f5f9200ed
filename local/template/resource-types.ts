import { createHash } from 'node:crypto';

/** The values outside the template that the identities of resources depend on. */
export interface Environment {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
  /** Base address of the AWS endpoint: part of queue URLs. */
  readonly awsUrl: string;
}

/** What `Ref` and `Fn::GetAtt` return for a resource. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ResourceType {
  /** The property with the resource's name; CloudFormation, and so the local runtime, generates one when it is absent. */
  readonly nameProperty?: string;
  identify(name: string, environment: Environment, property: (name: string) => unknown): Identity;
}

const UNNAMED: ResourceType = { identify: (name) => ({ ref: name, attributes: {} }) };

export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  // API Gateway's ids have ten lower-case characters.
  'AWS::ApiGatewayV2::Api': {
    identify: (name) => ({ ref: createHash('sha256').update(name).digest('hex').slice(0, 10), attributes: {} }),
  },
  'AWS::ApiGatewayV2::Authorizer': UNNAMED,
  'AWS::ApiGatewayV2::Integration': UNNAMED,
  'AWS::ApiGatewayV2::Route': UNNAMED,
  'AWS::ApiGatewayV2::Stage': UNNAMED,
  'AWS::DynamoDB::GlobalTable': {
    nameProperty: 'TableName',
    identify: (name, environment) => {
      const Arn = arnOf(environment, 'dynamodb', `table/${name}`);
      return { ref: name, attributes: { Arn, StreamArn: `${Arn}/stream/2026-01-01T00:00:00.000` } };
    },
  },
  'AWS::Events::Archive': named('ArchiveName', 'events', 'archive/'),
  'AWS::Events::EventBus': named('Name', 'events', 'event-bus/'),
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    identify: (name, environment, property) => {
      const bus = property('EventBusName') ?? 'default';
      const path = bus === 'default' ? name : `${bus}/${name}`;
      return { ref: name, attributes: { Arn: arnOf(environment, 'events', `rule/${path}`) } };
    },
  },
  'AWS::IAM::Policy': UNNAMED,
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    identify: (name, { accountId }) => ({ ref: name, attributes: { Arn: `arn:aws:iam::${accountId}:role/${name}` } }),
  },
  'AWS::Lambda::EventInvokeConfig': UNNAMED,
  'AWS::Lambda::EventSourceMapping': UNNAMED,
  'AWS::Lambda::Function': named('FunctionName', 'lambda', 'function:'),
  'AWS::Lambda::Permission': UNNAMED,
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    identify: (name) => {
      // S3 allows lower case and at most 63 characters.
      const bucket = name.toLowerCase().slice(0, 63);
      return { ref: bucket, attributes: { Arn: `arn:aws:s3:::${bucket}` } };
    },
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    identify: (name, environment) => ({
      ref: `${environment.awsUrl}/${environment.accountId}/${name}`,
      attributes: { Arn: arnOf(environment, 'sqs', name) },
    }),
  },
  'AWS::SQS::QueuePolicy': UNNAMED,

  // Ignored: these types monitor, describe or protect resources and have no effect at run time.
  'AWS::CDK::Metadata': UNNAMED,
  'AWS::CloudWatch::Alarm': named('AlarmName', 'cloudwatch', 'alarm:'),
  'AWS::CloudWatch::Dashboard': UNNAMED,
  'AWS::Logs::LogGroup': named('LogGroupName', 'logs', 'log-group:', ':*'),
  'AWS::Logs::MetricFilter': UNNAMED,
  'AWS::S3::BucketPolicy': UNNAMED,
  'AWS::SNS::Subscription': UNNAMED,
  'AWS::SNS::Topic': named('TopicName', 'sns', ''),
  'AWS::SNS::TopicPolicy': UNNAMED,
};

function named(nameProperty: string, service: string, prefix: string, suffix = ''): ResourceType {
  return {
    nameProperty,
    identify: (name, environment) => ({
      ref: name,
      attributes: { Arn: arnOf(environment, service, prefix + name + suffix) },
    }),
  };
}

function arnOf({ region, accountId }: Environment, service: string, path: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${path}`;
}
