import { Duration, Validations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';
import { hubAlarm } from './hub-alarm.ts';
import { physicalName } from './naming.ts';

export interface DeadLetterQueueProps {
  readonly config: HubConfig;
  /** The base name of the queue's source; the queue's own is `<baseName>-dlq`. */
  readonly baseName: string;
  /** What is broken for whom while the queue has messages. */
  readonly errorImpact: string;
}

/** A dead-letter queue that keeps failures for two weeks, with an alarm that fires while it has any. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, { config, baseName, errorImpact }: DeadLetterQueueProps) {
    super(scope, id);
    const name = `${baseName}-dlq`;
    this.queue = new Queue(this, 'Queue', {
      queueName: physicalName(config.stage, name),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.alarm = hubAlarm(this, 'NotEmpty', {
      stage: config.stage,
      baseName: name,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 0,
      errorImpact,
    });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'This is a dead-letter queue itself.' });
  }
}
