import { Duration } from 'aws-cdk-lib';
import { type EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../../core/runtime/env-names.ts';
import { LOG_FILTERS } from '../../core/runtime/log-messages.ts';
import { EVENT_SOURCE, type EventType } from '../../events/names.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { errorsAlarm, hubAlarm } from './hub-alarm.ts';
import { HubFunction, type HubFunctionProps } from './hub-function.ts';
import { physicalName } from './naming.ts';

export interface EventConsumerProps extends Omit<HubFunctionProps, 'memoryMiB'> {
  readonly bus: EventBus;
  /** The event types to consume, and only those for this destination where there is one. */
  readonly eventTypes: readonly EventType[];
  readonly destination?: string;
  /** Messages per invocation, which ends with the slowest. */
  readonly batchSize: number;
  /** Invocations at the same time, at least 2. */
  readonly maxConcurrency: number;
  /** What is broken for whom when it fails. */
  readonly errorImpact: string;
}

/** AWS recommends six times the function's timeout, so that a message is not received by two invocations at once. */
const VISIBILITY_FACTOR = 6;
/** With the consumer's delays that is more than an hour and a half: a shorter outage of ours dead-letters nothing. */
const MAX_RECEIVE_COUNT = 10;
/** Well below the dead-letter queue's 14 days: a message there expires by the time at which it was first sent. */
const RETENTION = Duration.days(4);
const OLDEST_MESSAGE = Duration.minutes(30);

/** A consumer of events: rule, queue, dead-letter queue, function and alarms. */
export class EventConsumer extends Construct {
  readonly function: HubFunction;
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: EventConsumerProps) {
    super(scope, id);
    const { config, baseName, destination, errorImpact } = props;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { config, baseName, errorImpact });

    this.queue = new Queue(this, 'Queue', {
      queueName: physicalName(config.stage, baseName),
      visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * props.timeout.toSeconds()),
      retentionPeriod: RETENTION,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });

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

    this.function = new HubFunction(this, 'Consumer', {
      ...props,
      memoryMiB: 512,
      environment: { ...props.environment, [ENV.queueUrl]: this.queue.queueUrl },
    });
    this.function.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: props.batchSize,
        maxConcurrency: props.maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    // The event source grants receiving, deleting and changing the visibility; sending again needs this.
    this.function.grant(['sqs:SendMessage'], this.queue.queueArn);

    errorsAlarm(this, this.function.lambda, { stage: config.stage, baseName, errorImpact });
    // A failed message is reported by its id in a successful invocation, so only the log has it.
    hubAlarm(this, 'Failures', {
      stage: config.stage,
      baseName: `${baseName}-failures`,
      metric: this.function.metricFromLogs('Failed', LOG_FILTERS.messageFailed),
      threshold: 0,
      errorImpact,
    });
    hubAlarm(this, 'NeedsAttention', {
      stage: config.stage,
      baseName: `${baseName}-needs-attention`,
      metric: this.function.metricFromLogs('NeedsAttention', LOG_FILTERS.needsAttention),
      threshold: 0,
      errorImpact,
    });
    hubAlarm(this, 'Age', {
      stage: config.stage,
      baseName: `${baseName}-age`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: OLDEST_MESSAGE.toSeconds(),
      errorImpact,
    });
  }
}
