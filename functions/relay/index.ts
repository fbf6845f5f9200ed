import { unmarshall } from '@aws-sdk/util-dynamodb';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createEventPublisher } from '../../core/runtime/event-publisher.ts';
import { createStreamConsumer } from '../../core/runtime/stream-consumer.ts';
import { changeToEvents } from '../../core/store/change-to-events.ts';

/** Publishes the changes of the table's stream as events on the bus. */

const env = readEnv(ENV.busName);
const publish = createEventPublisher({ busName: env.BUS_NAME });

export const handler = createStreamConsumer(async (records) => {
  const events = records.flatMap(({ dynamodb: { OldImage, NewImage } }, index) =>
    changeToEvents(OldImage && unmarshall(OldImage), NewImage && unmarshall(NewImage)).map((event) => ({
      event,
      index,
    })),
  );
  const failed = await publish(events.map(({ event }) => event));
  return failed === undefined ? undefined : events[failed]?.index;
});
