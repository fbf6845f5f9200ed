import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { type HubEvent, HubEventSchema } from '../../events/event.ts';
import { logger } from './logger.ts';

/** The wrapper of every SQS entry point: each record by itself, failures reported by message id. */

/**
 * What becomes of a message that was understood: acknowledged, acknowledged while its subject waits for a person, or put
 * back to come again after a delay. The metric of parked subjects is made from the log line.
 */
export type MessageVerdict =
  | { readonly kind: 'done' | 'parked' }
  | { readonly kind: 'again'; readonly afterMs: number };

/** SQS holds a message back for 15 minutes at most; what must wait longer comes, finds it is early, and waits again. */
const MAX_DELAY_SECONDS = 900;

const EnvelopeSchema = z.object({ detail: HubEventSchema });

/**
 * A message to wait for is sent anew with a delay and then acknowledged, so waiting does not use up the receive count
 * that leads to the dead-letter queue. A message that failed for a reason of ours comes back after a growing delay,
 * and after five receives goes to the dead-letter queue.
 */
export function createQueueConsumer(
  queueUrl: string,
  handle: (event: HubEvent, remainingMs: number) => Promise<MessageVerdict>,
) {
  const sqs = new SQSClient({});

  const consume = async (record: SQSRecord, context: Context): Promise<void> => {
    const { detail } = EnvelopeSchema.parse(JSON.parse(record.body));
    const verdict = await handle(detail, context.getRemainingTimeInMillis());
    logger.info('Message handled', { event_id: detail.event_id, org_id: detail.org_id, verdict });
    if (verdict.kind !== 'again') return;
    const DelaySeconds = Math.min(MAX_DELAY_SECONDS, Math.ceil(verdict.afterMs / 1000));
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: record.body, DelaySeconds }));
  };

  const comeBackLater = async ({ receiptHandle, attributes }: SQSRecord): Promise<void> => {
    const VisibilityTimeout = 2 ** Math.min(9, Number(attributes.ApproximateReceiveCount));
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout }),
    );
  };

  return middy<SQSEvent, SQSBatchResponse>().handler(async (batch, context) => {
    logger.resetKeys();
    const outcomes = await Promise.allSettled(batch.Records.map((record) => consume(record, context)));
    const failed = batch.Records.filter((_, index) => outcomes[index]?.status === 'rejected');
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') continue;
      logger.error('Message failed', outcome.reason, { message_id: batch.Records[index]?.messageId });
    }
    // Only a courtesy: a message whose visibility could not be changed comes back when its time-out is over.
    await Promise.allSettled(failed.map(comeBackLater));
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
}
