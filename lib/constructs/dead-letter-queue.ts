import { Duration, Validations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';
import { hubAlarm } from './hub-alarm.ts';
import { physicalName } from './naming.ts';

export interface DeadLetterQueueProps {
  readonly config: HubConfig;
  /** The stem of what sends its failures here; the queue's is `<stem>-dlq`. */
  readonly stem: string;
  /** What is broken for whom while something lies here. */
  readonly errorImpact: string;
}

/** Where failures are kept for two weeks, and the alarm that rings while there are any. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, { config, stem, errorImpact }: DeadLetterQueueProps) {
    super(scope, id);
    const name = `${stem}-dlq`;
    this.queue = new Queue(this, 'Queue', {
      queueName: physicalName(config.stage, name),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.alarm = hubAlarm(this, 'NotEmpty', {
      stage: config.stage,
      stem: name,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      above: 0,
      errorImpact,
    });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'This is a dead-letter queue itself.' });
  }
}
