import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { type HubEvent, HubEventSchema } from '../../events/event.ts';
import { MAX_MESSAGE_DELAY_MS, type MessageOutcome } from '../sync/message-outcome.ts';
import { LOG_MESSAGES } from './log-messages.ts';
import { logger } from './logger.ts';
import { logContext, logErrors } from './middlewares.ts';

const EnvelopeSchema = z.object({ detail: HubEventSchema });

export interface QueueConsumerOptions {
  readonly queueUrl: string;
  readonly handle: (event: HubEvent, remainingMs: number) => Promise<MessageOutcome>;
  readonly sqs?: Pick<SQSClient, 'send'>;
}

/**
 * The wrapper of every SQS entry point. It handles each message by itself and reports failures by message id.
 * A message to retry is sent again with a delay and then acknowledged, so that waiting does not use up the receives that
 * lead to the dead-letter queue. A message that fails in the hub becomes visible again after a growing delay.
 */
export function createQueueConsumer({ queueUrl, handle, sqs = new SQSClient({}) }: QueueConsumerOptions) {
  const consume = async (record: SQSRecord, context: Context): Promise<void> => {
    const { detail } = EnvelopeSchema.parse(JSON.parse(record.body));
    const outcome = await handle(detail, context.getRemainingTimeInMillis());
    logger.info(LOG_MESSAGES.messageHandled, { event_id: detail.event_id, org_id: detail.org_id, outcome });
    if (outcome.kind !== 'retry') return;
    const DelaySeconds = Math.ceil(Math.min(MAX_MESSAGE_DELAY_MS, outcome.afterMs) / 1000);
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: record.body, DelaySeconds }));
  };

  const delayNextReceive = async ({ receiptHandle, attributes }: SQSRecord): Promise<void> => {
    const VisibilityTimeout = 2 ** Math.min(9, Number(attributes.ApproximateReceiveCount));
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout }),
    );
  };

  return middy<SQSEvent, SQSBatchResponse>()
    .use(logContext())
    .use(logErrors())
    .handler(async ({ Records }, context) => {
      const results = await Promise.allSettled(Records.map((record) => consume(record, context)));
      const failed = Records.flatMap((record, index) => {
        const result = results[index];
        return result?.status === 'rejected' ? [{ record, reason: result.reason }] : [];
      });
      for (const { record, reason } of failed) {
        logger.error(LOG_MESSAGES.messageFailed, reason, { message_id: record.messageId });
      }
      // If this fails too, the message becomes visible when the queue's visibility timeout ends.
      await Promise.allSettled(failed.map(({ record }) => delayNextReceive(record)));
      return { batchItemFailures: failed.map(({ record }) => ({ itemIdentifier: record.messageId })) };
    });
}
