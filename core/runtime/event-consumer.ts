import * as z from 'zod/mini';
import { type HubEvent, HubEventSchema } from '../../events/event.ts';
import type { MessageOutcome } from '../sync/message-outcome.ts';
import { createQueueConsumer, type MessageFormat } from './queue-consumer.ts';
import type { Sqs } from './sqs.ts';

export interface EventConsumerOptions {
  readonly queueUrl: string;
  readonly handle: (event: HubEvent, remainingMs: number) => Promise<MessageOutcome>;
  readonly sqs?: Sqs;
}

/** An event as EventBridge puts it into a queue. */
const ENVELOPE: MessageFormat<{ readonly detail: HubEvent }> = {
  schema: z.object({ detail: HubEventSchema }),
  idsOf: ({ detail: { event_id, org_id } }) => ({ event_id, org_id }),
};

/** A queue consumer of the bus's events. */
export function createEventConsumer({ handle, ...options }: EventConsumerOptions) {
  return createQueueConsumer({
    ...options,
    format: ENVELOPE,
    handle: ({ detail }, remainingMs) => handle(detail, remainingMs),
  });
}
