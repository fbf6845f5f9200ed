import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../../core/runtime/env-names.ts';
import { LOG_FILTERS } from '../../core/runtime/log-messages.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { errorsAlarm, hubAlarm } from './hub-alarm.ts';
import { HubFunction, type HubFunctionProps } from './hub-function.ts';
import { physicalName } from './naming.ts';

export interface QueueConsumerProps extends HubFunctionProps {
  /** Messages per invocation, which ends with the slowest. */
  readonly batchSize: number;
  /** How long a batch is gathered; none is when absent. */
  readonly batchingWindow?: Duration;
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

/** A queue with its dead-letter queue, the function that consumes it, and alarms. */
export class QueueConsumer extends Construct {
  readonly function: HubFunction;
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const { config, baseName, errorImpact } = props;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { config, baseName, errorImpact });

    this.queue = new Queue(this, 'Queue', {
      queueName: physicalName(config.stage, baseName),
      visibilityTimeout: Duration.seconds(VISIBILITY_FACTOR * props.timeout.toSeconds()),
      retentionPeriod: RETENTION,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });

    this.function = new HubFunction(this, 'Consumer', {
      ...props,
      environment: { ...props.environment, [ENV.queueUrl]: this.queue.queueUrl },
    });
    this.function.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: props.batchSize,
        ...(props.batchingWindow && { maxBatchingWindow: props.batchingWindow }),
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
    hubAlarm(this, 'Age', {
      stage: config.stage,
      baseName: `${baseName}-age`,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: OLDEST_MESSAGE.toSeconds(),
      errorImpact,
    });
  }
}
