import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { HubEvent } from '../../events/event.ts';
import { EVENT_SOURCE } from '../../events/names.ts';
import { logger } from './logger.ts';

const MAX_ENTRIES = 10;
const MAX_ATTEMPTS = 4;

/** Publishes events in order, ten per call. Returns the index of the first that could not be published, if any. */
export type PublishEvents = (events: readonly HubEvent[]) => Promise<number | undefined>;

export interface EventPublisherOptions {
  readonly busName: string;
  readonly client?: Pick<EventBridgeClient, 'send'>;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** PutEvents returns 200 even when entries failed, so each entry's result is checked and only failed ones are retried. */
export function createEventPublisher({
  busName,
  client = new EventBridgeClient({}),
  wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}: EventPublisherOptions): PublishEvents {
  const publishTen = async (entries: readonly PutEventsRequestEntry[]): Promise<number | undefined> => {
    let open = entries.map((entry, index) => ({ entry, index }));
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && open.length > 0; attempt++) {
      if (attempt > 1) await wait(Math.random() * 100 * 2 ** attempt);
      const { Entries } = await client.send(new PutEventsCommand({ Entries: open.map(({ entry }) => entry) }));
      const errorCodes = Entries?.map(({ ErrorCode }) => ErrorCode);
      open = open.filter((_, index) => Entries?.[index]?.EventId === undefined);
      if (open.length > 0) logger.warn('Events rejected', { error_codes: [...new Set(errorCodes)].filter(Boolean) });
    }
    return open[0]?.index;
  };

  return async (events) => {
    for (let start = 0; start < events.length; start += MAX_ENTRIES) {
      const entries = events.slice(start, start + MAX_ENTRIES).map((event) => ({
        EventBusName: busName,
        Source: EVENT_SOURCE,
        DetailType: event.event_type,
        Time: new Date(event.occurred_at * 1000),
        Detail: JSON.stringify(event),
      }));
      const failed = await publishTen(entries);
      if (failed !== undefined) return start + failed;
    }
    return undefined;
  };
}
