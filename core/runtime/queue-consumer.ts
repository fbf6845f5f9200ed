import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod/mini';
import { MAX_MESSAGE_DELAY_MS, type MessageOutcome } from '../sync/message-outcome.ts';
import { LOG_MESSAGES } from './log-messages.ts';
import { logger, toError } from './logger.ts';
import { logContext, logErrors } from './middlewares.ts';
import { openSqs, type Sqs } from './sqs.ts';

/** The delay of a message that fails in the hub: 15 s, four times as long at each receive, 15 minutes at most. */
function failureDelaySeconds(receiveCount: number): number {
  return Math.min(MAX_MESSAGE_DELAY_MS / 1000, 15 * 4 ** (receiveCount - 1));
}

/** What the messages of a queue are. */
export interface MessageFormat<Message> {
  readonly schema: z.ZodMiniType<Message>;
  /** The ids of a message, for the log. */
  readonly idsOf: (message: Message) => Readonly<Record<string, string>>;
}

export interface QueueConsumerOptions<Message> {
  readonly queueUrl: string;
  readonly format: MessageFormat<Message>;
  readonly handle: (message: Message, remainingMs: number) => Promise<MessageOutcome>;
  readonly sqs?: Sqs;
}

function parseMessage<Message>(schema: z.ZodMiniType<Message>, body: string): Message {
  try {
    return schema.parse(JSON.parse(body));
  } catch (error) {
    // JSON.parse quotes the body, which must not reach the log.
    throw error instanceof SyntaxError ? new Error('The message body is not JSON.') : error;
  }
}

/**
 * The wrapper of every SQS entry point. It handles each message by itself and reports failures by message id.
 * A message to retry is sent again with a delay and then acknowledged, so that waiting does not use up the receives that
 * lead to the dead-letter queue. A message that fails in the hub becomes visible again after a growing delay.
 */
export function createQueueConsumer<Message>({
  queueUrl,
  format,
  handle,
  sqs = openSqs(),
}: QueueConsumerOptions<Message>) {
  const consume = async (record: SQSRecord, context: Context): Promise<boolean> => {
    let ids: Record<string, string> = { message_id: record.messageId };
    try {
      const message = parseMessage(format.schema, record.body);
      ids = { ...ids, ...format.idsOf(message) };
      const outcome = await handle(message, context.getRemainingTimeInMillis());
      logger.info(LOG_MESSAGES.messageHandled, { ...ids, outcome });
      if (outcome.kind === 'retry') await sendAgain(record, outcome.afterMs);
      return true;
    } catch (error) {
      logger.error(LOG_MESSAGES.messageFailed, { ...ids, error: toError(error) });
      return false;
    }
  };

  const sendAgain = async ({ body }: SQSRecord, afterMs: number): Promise<void> => {
    const DelaySeconds = Math.ceil(Math.min(MAX_MESSAGE_DELAY_MS, afterMs) / 1000);
    await sqs.sendMessage({ QueueUrl: queueUrl, MessageBody: body, DelaySeconds });
  };

  const delayNextReceive = async ({ receiptHandle, attributes }: SQSRecord): Promise<void> => {
    const VisibilityTimeout = failureDelaySeconds(Number(attributes.ApproximateReceiveCount));
    await sqs.changeMessageVisibility({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout });
  };

  return middy<SQSEvent, SQSBatchResponse>()
    .use(logContext())
    .use(logErrors())
    .handler(async ({ Records }, context) => {
      const succeeded = await Promise.all(Records.map((record) => consume(record, context)));
      const failed = Records.filter((_, index) => !succeeded[index]);
      // If this fails too, the message becomes visible when the queue's visibility timeout ends.
      await Promise.allSettled(failed.map(delayNextReceive));
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
}
