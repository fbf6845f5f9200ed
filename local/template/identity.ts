import { createHash } from 'node:crypto';
import { secretArn } from '../aws/secrets-manager/index.ts';

export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
  /** Base address of the node's AWS endpoint: part of queue URLs. */
  readonly awsUrl: string;
  /** Base address of the node's HTTP API. */
  readonly apiUrl: string;
}

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ResourceKind {
  /** The property that names the resource; without it CloudFormation, and so the node, makes a name up. */
  readonly nameProperty?: string;
  identify(name: string, place: Place, property: (name: string) => string | undefined): Identity;
}

function arnOf({ region, accountId }: Place, service: string, path: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${path}`;
}

function named(nameProperty: string, service: string, prefix: string): ResourceKind {
  return {
    nameProperty,
    identify: (name, place) => ({ ref: name, attributes: { Arn: arnOf(place, service, `${prefix}${name}`) } }),
  };
}

const table: ResourceKind = {
  nameProperty: 'TableName',
  identify: (name, place) => {
    const arn = arnOf(place, 'dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/2026-01-01T00:00:00.000` } };
  },
};

/** Resources that have a meaning while the node runs. The reader of each is in `readers.ts` or `api.ts`. */
export const RUNTIME_KINDS: Readonly<Record<string, ResourceKind>> = {
  'AWS::ApiGatewayV2::Api': {
    identify: (name, { apiUrl }) => ({ ref: shortId(name), attributes: { ApiId: shortId(name), ApiEndpoint: apiUrl } }),
  },
  'AWS::ApiGatewayV2::Authorizer': plain('AuthorizerId'),
  'AWS::ApiGatewayV2::Integration': plain('IntegrationId'),
  'AWS::ApiGatewayV2::Route': plain('RouteId'),
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName', identify: (name) => ({ ref: name, attributes: {} }) },
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::Archive': named('ArchiveName', 'events', 'archive/'),
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    identify: (name, place) => ({
      ref: name,
      attributes: { Arn: arnOf(place, 'events', `event-bus/${name}`), Name: name },
    }),
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    identify: (name, place, property) => {
      const bus = property('EventBusName')?.split('/').at(-1);
      const path = bus === undefined || bus === 'default' ? name : `${bus}/${name}`;
      return { ref: path.replace('/', '|'), attributes: { Arn: arnOf(place, 'events', `rule/${path}`) } };
    },
  },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    identify: (name, { accountId }) => ({ ref: `arn:aws:iam::${accountId}:policy/${name}`, attributes: {} }),
  },
  'AWS::IAM::Policy': plain('Id'),
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    identify: (name, { accountId }) => ({
      ref: name,
      attributes: { Arn: `arn:aws:iam::${accountId}:role/${name}`, RoleId: name },
    }),
  },
  'AWS::Lambda::EventInvokeConfig': plain('Id'),
  'AWS::Lambda::EventSourceMapping': plain('Id'),
  'AWS::Lambda::Function': named('FunctionName', 'lambda', 'function:'),
  'AWS::Lambda::Permission': plain('Id'),
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    identify: (name, { accountId }) => {
      // Without a name of its own a bucket gets one that S3 would take: lower case, at most 63 characters.
      const bucket = name.toLowerCase().slice(0, 50) + (name === name.toLowerCase() ? '' : `-${accountId}`);
      return { ref: bucket, attributes: { Arn: `arn:aws:s3:::${bucket}` } };
    },
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    identify: (name, place) => ({
      ref: `${place.awsUrl}/${place.accountId}/${name}`,
      attributes: { Arn: arnOf(place, 'sqs', name), QueueName: name },
    }),
  },
  'AWS::SQS::QueuePolicy': plain('Id'),
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    identify: (name, { region, accountId }) => {
      const arn = secretArn(name, region, accountId);
      return { ref: arn, attributes: { Id: arn } };
    },
  },
};

/** Resources that watch, describe or protect; the node runs the same without them. */
export const IGNORED_KINDS: Readonly<Record<string, ResourceKind>> = {
  'AWS::CDK::Metadata': plain('Id'),
  'AWS::CloudWatch::Alarm': named('AlarmName', 'cloudwatch', 'alarm:'),
  'AWS::CloudWatch::CompositeAlarm': named('AlarmName', 'cloudwatch', 'alarm:'),
  'AWS::CloudWatch::Dashboard': plain('Id'),
  'AWS::KMS::Alias': plain('Id'),
  'AWS::KMS::Key': {
    identify: (name, place) => ({ ref: name, attributes: { Arn: arnOf(place, 'kms', `key/${name}`), KeyId: name } }),
  },
  'AWS::Lambda::Version': plain('Version'),
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    identify: (name, place) => ({ ref: name, attributes: { Arn: arnOf(place, 'logs', `log-group:${name}:*`) } }),
  },
  'AWS::Logs::MetricFilter': plain('Id'),
  'AWS::Logs::QueryDefinition': plain('QueryDefinitionId'),
  'AWS::Logs::ResourcePolicy': plain('Id'),
  'AWS::S3::BucketPolicy': plain('Id'),
  'AWS::SNS::Subscription': plain('Id'),
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    identify: (name, place) => ({ ref: arnOf(place, 'sns', name), attributes: { TopicName: name } }),
  },
  'AWS::SNS::TopicPolicy': plain('Id'),
};

function plain(attribute: string): ResourceKind {
  return { identify: (name) => ({ ref: shortId(name), attributes: { [attribute]: shortId(name) } }) };
}

/** Ten lower-case characters, as API Gateway's ids have. */
function shortId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 10);
}
