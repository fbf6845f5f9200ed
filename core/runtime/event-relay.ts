import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { HubEvent } from '../../events/event.ts';
import { changeToEvents } from '../store/change-to-events.ts';
import type { PublishEvents } from './event-publisher.ts';
import { logger, toError } from './logger.ts';
import type { StreamRecord } from './stream-consumer.ts';

export interface EventRelayOptions {
  readonly publish: PublishEvents;
  readonly sqs: Pick<SQSClient, 'send'>;
  readonly deadLetterQueueUrl: string;
}

/**
 * Publishes the events of stream records and returns the index of the first record that could not be published. A record
 * that can't be read would fail for ever and delay all others: it goes to the dead-letter queue alone.
 */
export function createEventRelay({ publish, sqs, deadLetterQueueUrl }: EventRelayOptions) {
  const sendDeadLetter = async ({ dynamodb }: StreamRecord, error: Error): Promise<void> => {
    const ids = { sequence_number: dynamodb.SequenceNumber, key: plain(dynamodb.Keys) };
    const body = JSON.stringify({ ...ids, error: error.message });
    await sqs.send(new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageBody: body }));
    logger.error('Stream record unreadable', { ...ids, error });
  };

  return async (records: readonly StreamRecord[]): Promise<number | undefined> => {
    const events: { readonly event: HubEvent; readonly index: number }[] = [];
    for (const [index, record] of records.entries()) {
      const found = eventsOf(record);
      if (found instanceof Error) await sendDeadLetter(record, found);
      else events.push(...found.map((event) => ({ event, index })));
    }
    const failed = await publish(events.map(({ event }) => event));
    return failed === undefined ? undefined : events[failed]?.index;
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
