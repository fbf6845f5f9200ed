import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetQueueUrlCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TestHub } from './hub.ts';

/** What an operator does with the AWS CLI. */

function options(hub: TestHub) {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'none' };
  return { endpoint: hub.info.aws, region: 'us-east-1', credentials };
}

export async function putItem(hub: TestHub, Item: Record<string, unknown>): Promise<void> {
  const client = new DynamoDBClient(options(hub));
  await DynamoDBDocumentClient.from(client).send(new PutCommand({ TableName: 'procurement-hub-dev-hub', Item }));
  client.destroy();
}

/** The items of a partition. */
export async function itemsOf(hub: TestHub, pk: string): Promise<unknown[]> {
  const client = new DynamoDBClient(options(hub));
  const { Items = [] } = await DynamoDBDocumentClient.from(client).send(
    new QueryCommand({
      TableName: 'procurement-hub-dev-hub',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    }),
  );
  client.destroy();
  return Items;
}

/** Fills the secret of an organization's integration. */
export async function putSecret(hub: TestHub, org: string, partner: string, secret: object): Promise<void> {
  const client = new SecretsManagerClient(options(hub));
  const SecretId = `procurement-hub/dev/${org}/${partner}`;
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(secret) }));
  client.destroy();
}

/** Deletes every message of a queue, also those that are delayed. */
export async function purge(hub: TestHub, queue: string): Promise<void> {
  const client = new SQSClient(options(hub));
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: queue }));
  await client.send(new PurgeQueueCommand({ QueueUrl }));
  client.destroy();
}

/** Creates or updates an organization. */
export async function provisionDocument(hub: TestHub, document: object): Promise<void> {
  const { status, headers, body } = await hub.admin('POST', '/functions/provision/invoke', {
    ...document,
    replace: true,
  });
  if (status !== 200 || headers.has('x-amz-function-error')) {
    throw new Error(`provision returned ${status}: ${JSON.stringify(body)}`);
  }
}
