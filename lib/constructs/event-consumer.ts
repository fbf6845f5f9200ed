import { type EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { LOG_FILTERS } from '../../core/runtime/log-messages.ts';
import { EVENT_SOURCE, type EventType } from '../../events/names.ts';
import { hubAlarm } from './hub-alarm.ts';
import { physicalName } from './naming.ts';
import { QueueConsumer, type QueueConsumerProps } from './queue-consumer.ts';

export interface EventConsumerProps extends Omit<QueueConsumerProps, 'memoryMiB'> {
  readonly bus: EventBus;
  /** The event types to consume, and only those for this destination where there is one. */
  readonly eventTypes: readonly EventType[];
  readonly destination?: string;
}

/** A consumer of events: the rule of a queue consumer, and an alarm on what needs attention. */
export class EventConsumer extends QueueConsumer {
  constructor(scope: Construct, id: string, props: EventConsumerProps) {
    super(scope, id, { ...props, memoryMiB: 512 });
    const { config, baseName, destination, errorImpact } = props;

    new Rule(this, 'Rule', {
      ruleName: physicalName(config.stage, baseName),
      description: `Events for ${destination ?? baseName}.`,
      eventBus: props.bus,
      eventPattern: {
        source: Match.exactString(EVENT_SOURCE),
        detailType: [...props.eventTypes],
        ...(destination !== undefined && { detail: { destinations: [destination] } }),
      },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters.queue })],
    });

    hubAlarm(this, 'NeedsAttention', {
      stage: config.stage,
      baseName: `${baseName}-needs-attention`,
      metric: this.function.metricFromLogs('NeedsAttention', LOG_FILTERS.needsAttention),
      threshold: 0,
      errorImpact,
    });
  }
}
