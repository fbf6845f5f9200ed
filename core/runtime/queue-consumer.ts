import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { type HubEvent, HubEventSchema } from '../../events/event.ts';
import { MAX_MESSAGE_DELAY_MS, type MessageOutcome } from '../sync/message-outcome.ts';
import { LOG_MESSAGES } from './log-messages.ts';
import { logger, toError } from './logger.ts';
import { logContext, logErrors } from './middlewares.ts';
import { openSqs, type Sqs } from './sqs.ts';

/** The delay of a message that fails in the hub: 15 s, four times as long at each receive, 15 minutes at most. */
function failureDelaySeconds(receiveCount: number): number {
  return Math.min(MAX_MESSAGE_DELAY_MS / 1000, 15 * 4 ** (receiveCount - 1));
}

const EnvelopeSchema = z.object({ detail: HubEventSchema });

function parseEnvelope(body: string): z.infer<typeof EnvelopeSchema> {
  try {
    return EnvelopeSchema.parse(JSON.parse(body));
  } catch (error) {
    // JSON.parse quotes the body, which must not reach the log.
    throw error instanceof SyntaxError ? new Error('The message body is not JSON.') : error;
  }
}

export interface QueueConsumerOptions {
  readonly queueUrl: string;
  readonly handle: (event: HubEvent, remainingMs: number) => Promise<MessageOutcome>;
  readonly sqs?: Sqs;
}

/**
 * The wrapper of every SQS entry point. It handles each message by itself and reports failures by message id.
 * A message to retry is sent again with a delay and then acknowledged, so that waiting does not use up the receives that
 * lead to the dead-letter queue. A message that fails in the hub becomes visible again after a growing delay.
 */
export function createQueueConsumer({ queueUrl, handle, sqs = openSqs() }: QueueConsumerOptions) {
  const consume = async (record: SQSRecord, context: Context): Promise<boolean> => {
    let ids: Record<string, string> = { message_id: record.messageId };
    try {
      const { detail } = parseEnvelope(record.body);
      ids = { ...ids, event_id: detail.event_id, org_id: detail.org_id };
      const outcome = await handle(detail, context.getRemainingTimeInMillis());
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
