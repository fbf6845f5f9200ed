import type { ChangeMessageVisibilityCommandInput, SendMessageCommandInput } from '@aws-sdk/client-sqs';

/** What functions ask of SQS. */
export interface Sqs {
  sendMessage(input: SendMessageCommandInput): Promise<unknown>;
  changeMessageVisibility(input: ChangeMessageVisibilityCommandInput): Promise<unknown>;
}

/** SQS by the SDK's client, which is loaded with the first call: most execution environments make none. */
export function openSqs(): Sqs {
  let opened: ReturnType<typeof loadSqs> | undefined;
  const open = () => (opened ??= loadSqs());
  return {
    async sendMessage(input) {
      const { client, SendMessageCommand } = await open();
      return client.send(new SendMessageCommand(input));
    },
    async changeMessageVisibility(input) {
      const { client, ChangeMessageVisibilityCommand } = await open();
      return client.send(new ChangeMessageVisibilityCommand(input));
    },
  };
}

async function loadSqs() {
  const { SQSClient, SendMessageCommand, ChangeMessageVisibilityCommand } = await import('@aws-sdk/client-sqs');
  const client = new SQSClient({});
  // As for the table: it copies what each call sends for a log that nobody has asked for.
  client.middlewareStack.remove('loggerMiddleware');
  return { client, SendMessageCommand, ChangeMessageVisibilityCommand };
}
