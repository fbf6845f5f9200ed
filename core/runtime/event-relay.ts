import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { HubEvent } from '../../events/event.ts';
import { changeToEvents } from '../store/change-to-events.ts';
import type { PublishEvents } from './event-publisher.ts';
import { logger, toError } from './logger.ts';
import type { Sqs } from './sqs.ts';
import type { StreamRecord } from './stream-consumer.ts';

/** An item with thousands of faults has a message that is longer than SQS accepts. */
const MAX_ERROR_LENGTH = 1000;

export interface EventRelayOptions {
  readonly publish: PublishEvents;
  readonly sqs: Pick<Sqs, 'sendMessage'>;
  readonly deadLetterQueueUrl: string;
}

/**
 * Publishes the events of stream records and returns the index of the first record that could not be published. A record
 * that can't be read would fail for ever and delay all others: it goes to the dead-letter queue alone, once the records
 * before it are published.
 */
export function createEventRelay({ publish, sqs, deadLetterQueueUrl }: EventRelayOptions) {
  const sendDeadLetter = async ({ dynamodb }: StreamRecord, error: Error): Promise<void> => {
    const ids = { sequence_number: dynamodb.SequenceNumber, key: plain(dynamodb.Keys) };
    const body = JSON.stringify({ ...ids, error: error.message.slice(0, MAX_ERROR_LENGTH) });
    await sqs.sendMessage({ QueueUrl: deadLetterQueueUrl, MessageBody: body });
    logger.error('Stream record unreadable', { ...ids, error });
  };

  return async (records: readonly StreamRecord[]): Promise<number | undefined> => {
    const events: { readonly event: HubEvent; readonly index: number }[] = [];
    const unreadable: { readonly record: StreamRecord; readonly error: Error; readonly index: number }[] = [];
    for (const [index, record] of records.entries()) {
      const found = eventsOf(record);
      if (found instanceof Error) unreadable.push({ record, error: found, index });
      else events.push(...found.map((event) => ({ event, index })));
    }
    const failedEvent = await publish(events.map(({ event }) => event));
    const failed = failedEvent === undefined ? undefined : events[failedEvent]?.index;
    // The records from the failed one on are delivered again.
    for (const { record, error, index } of unreadable) {
      if (failed === undefined || index < failed) await sendDeadLetter(record, error);
    }
    return failed;
  };
}

function eventsOf({ dynamodb: { OldImage, NewImage } }: StreamRecord): HubEvent[] | Error {
  try {
    return changeToEvents(plain(OldImage), plain(NewImage));
  } catch (error) {
    return toError(error);
  }
}

function plain(image: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined {
  return image && unmarshall(image);
}
