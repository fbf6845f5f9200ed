import { Duration } from 'aws-cdk-lib';
import { type EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../../core/runtime/env-names.ts';
import { EVENT_SOURCE, type EventType } from '../../events/names.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { hubAlarm } from './hub-alarm.ts';
import { HubFunction, type HubFunctionProps } from './hub-function.ts';
import { physicalName } from './naming.ts';

export interface EventConsumerProps extends Omit<HubFunctionProps, 'timeout' | 'memoryMiB'> {
  readonly bus: EventBus;
  /** The events it hears of, and only those meant for this destination. */
  readonly eventTypes: readonly EventType[];
  readonly destination: string;
  /** What is broken for whom when it fails. */
  readonly errorImpact: string;
}

const TIMEOUT = Duration.seconds(30);
/** AWS advises six times the function's time-out, so that a message is not given to two invocations at once. */
const VISIBILITY_TIMEOUT = Duration.seconds(6 * TIMEOUT.toSeconds());
const MAX_RECEIVE_COUNT = 5;
/** Well below a dead-letter queue's 14 days: SQS goes on counting there from when a message was first sent. */
const RETENTION = Duration.days(4);
/** Two invocations (the least AWS allows) of five messages: at most ten calls in flight at a partner. */
const BATCH_SIZE = 5;
const MAX_CONCURRENCY = 2;
const OLDEST_MESSAGE = Duration.minutes(30);

/** Rule, queue, dead-letter queue, function and alarms: how anything hears of events. */
export class EventConsumer extends Construct {
  readonly function: HubFunction;
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: EventConsumerProps) {
    super(scope, id);
    const { config, stem, errorImpact } = props;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { config, stem, errorImpact });

    this.queue = new Queue(this, 'Queue', {
      queueName: physicalName(config.stage, stem),
      visibilityTimeout: VISIBILITY_TIMEOUT,
      retentionPeriod: RETENTION,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });

    new Rule(this, 'Rule', {
      ruleName: physicalName(config.stage, stem),
      description: `Events for ${props.destination}.`,
      eventBus: props.bus,
      eventPattern: {
        source: Match.exactString(EVENT_SOURCE),
        detailType: [...props.eventTypes],
        detail: { destinations: [props.destination] },
      },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters.queue })],
    });

    this.function = new HubFunction(this, 'Consumer', {
      ...props,
      timeout: TIMEOUT,
      memoryMiB: 512,
      environment: { ...props.environment, [ENV.queueUrl]: this.queue.queueUrl },
    });
    this.function.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: BATCH_SIZE,
        maxConcurrency: MAX_CONCURRENCY,
        reportBatchItemFailures: true,
      }),
    );
    // A message that must wait is sent anew with a delay.
    this.function.allow(['sqs:SendMessage'], this.queue.queueArn);

    hubAlarm(this, 'Errors', {
      stage: config.stage,
      stem: `${stem}-errors`,
      metric: this.function.lambda.metricErrors({ period: Duration.minutes(5) }),
      above: 0,
      errorImpact,
    });
    // A message that fails is reported by its id and leaves the invocation a success: only the log tells.
    hubAlarm(this, 'Failures', {
      stage: config.stage,
      stem: `${stem}-failures`,
      metric: this.function.metricFromLogs('Failed', '$.message', 'Message failed'),
      above: 0,
      errorImpact,
    });
    hubAlarm(this, 'Parked', {
      stage: config.stage,
      stem: `${stem}-parked`,
      metric: this.function.metricFromLogs('Parked', '$.verdict.kind', 'parked'),
      above: 0,
      errorImpact,
    });
    hubAlarm(this, 'Age', {
      stage: config.stage,
      stem: `${stem}-age`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
      above: OLDEST_MESSAGE.toSeconds(),
      errorImpact,
    });
  }
}
