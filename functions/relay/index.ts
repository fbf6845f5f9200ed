import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createEventPublisher } from '../../core/runtime/event-publisher.ts';
import { createEventRelay } from '../../core/runtime/event-relay.ts';
import { openSqs } from '../../core/runtime/sqs.ts';
import { createStreamConsumer } from '../../core/runtime/stream-consumer.ts';

/** Publishes the changes of the table's stream as events on the bus. */

const env = readEnv(ENV.busName, ENV.deadLetterQueueUrl);

export const handler = createStreamConsumer(
  createEventRelay({
    publish: createEventPublisher({ busName: env.BUS_NAME }),
    sqs: openSqs(),
    deadLetterQueueUrl: env.DEAD_LETTER_QUEUE_URL,
  }),
);
