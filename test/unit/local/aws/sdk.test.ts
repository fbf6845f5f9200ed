import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as sqsClient from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEventBridge } from '../../../../local/aws/event-bridge/index.ts';
import { createSecretsManager } from '../../../../local/aws/secrets-manager/index.ts';
import type { AwsService } from '../../../../local/aws/service.ts';
import { createSqs, type Sqs } from '../../../../local/aws/sqs/index.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aCall, aDirectory } from './a-call.ts';
import { aQueue } from './definitions.ts';
import { endpointOf, type ServedEndpoint, serveEndpoint } from './endpoint-fixture.ts';

const account = { region: 'eu-west-1', accountId: '000000000000' };
const QUEUE = 'arn:aws:sqs:eu-west-1:000000000000:orders';

describe('the unmodified AWS SDK', () => {
  let state: State;
  let sqs: Sqs;
  let services: AwsService[];
  let settings: ServedEndpoint['settings'];
  let close: ServedEndpoint['close'];

  beforeAll(async () => {
    state = await openState(await aDirectory());
    sqs = await createSqs({ ...account, state, queues: [aQueue(QUEUE)], endpoint: () => settings.endpoint });
    const events = await createEventBridge({
      ...account,
      state,
      archives: [],
      rules: [
        {
          name: 'all',
          arn: 'arn:rule',
          busName: 'hub',
          state: 'ENABLED',
          eventPattern: { source: ['hub'] },
          targets: [{ id: 't', arn: QUEUE }],
        },
      ],
      deliver: (target, event) =>
        sqs.send({ queueArn: target.arn, body: JSON.stringify(event), sender: { name: 'events.amazonaws.com' } }),
      onError: console.error,
    });
    const secretsmanager = await createSecretsManager({ ...account, state });
    await secretsmanager.handle(aCall('CreateSecret', { Name: 'coupa', SecretString: 's3cret' }));
    services = [sqs, events, secretsmanager];
    ({ settings, close } = await serveEndpoint(endpointOf(services)));
  });
  afterAll(async () => {
    await close();
    for (const service of services) await service.close();
    await state.close();
  });

  it('accepts the checksums of the messages that it sends and receives', async () => {
    const client = new sqsClient.SQSClient(settings);
    const { QueueUrl } = await client.send(new sqsClient.GetQueueUrlCommand({ QueueName: 'orders' }));
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'örder' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
    };
    const sent = await client.send(new sqsClient.SendMessageCommand({ QueueUrl, MessageBody: 'ä', MessageAttributes }));
    await client.send(
      new sqsClient.SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'b', MessageAttributes }] }),
    );
    const receive = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, MessageAttributeNames: ['All'] };
    const { Messages = [] } = await client.send(new sqsClient.ReceiveMessageCommand(receive));
    expect(Messages.map(({ Body }) => Body)).toEqual(['ä', 'b']);
    expect(Messages[0]).toMatchObject({ MessageId: sent.MessageId, MessageAttributes });
    expect(Messages[0]?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    const deleted = await client.send(new sqsClient.DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect(deleted.Successful).toHaveLength(2);
  });

  it('throws its own exception class for an error code', async () => {
    const client = new sqsClient.SQSClient(settings);
    const missing = client.send(
      new sqsClient.SendMessageCommand({ QueueUrl: `${settings.endpoint}/0/x`, MessageBody: 'x' }),
    );
    await expect(missing).rejects.toBeInstanceOf(sqsClient.QueueDoesNotExist);
  });

  it('delivers an event to a queue', async () => {
    const Entries = [{ EventBusName: 'hub', Source: 'hub', DetailType: 'T', Detail: '{"a":1}', Time: new Date(0) }];
    const put = await new EventBridgeClient(settings).send(new PutEventsCommand({ Entries }));
    const [message] = await sqs.poller(QUEUE).receive(1);
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      id: put.Entries?.[0]?.EventId,
      time: '1970-01-01T00:00:00Z',
      detail: { a: 1 },
    });
  });

  it('reads a secret and rejects an unknown one', async () => {
    const client = new SecretsManagerClient(settings);
    const secret = await client.send(new GetSecretValueCommand({ SecretId: 'coupa' }));
    expect(secret).toMatchObject({
      SecretString: 's3cret',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: expect.any(Date),
    });
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'x' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
