import { Duration, Validations } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ENV } from '../../core/runtime/env-names.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { errorsAlarm, hubAlarm } from './hub-alarm.ts';
import { HubFunction, type HubFunctionProps } from './hub-function.ts';

export interface StreamRelayProps extends Omit<HubFunctionProps, 'baseName' | 'timeout' | 'memoryMiB' | 'environment'> {
  /** The stream of the single table, with both images. */
  readonly streamArn: string;
  readonly bus: EventBus;
  /** The new images that the stream delivers; a record that matches none does not invoke the relay. */
  readonly images: readonly Readonly<Record<string, readonly string[]>>[];
}

const BASE_NAME = 'relay';
const ERROR_IMPACT = 'Changes are not published: approved requests reach no partner until this is fixed.';

/** Publishes the table's stream to the bus. */
export class StreamRelay extends Construct {
  readonly function: HubFunction;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: StreamRelayProps) {
    super(scope, id);
    const { config, streamArn, bus } = props;
    const { stage } = config;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      config,
      baseName: BASE_NAME,
      errorImpact: ERROR_IMPACT,
    });

    this.function = new HubFunction(this, 'Relay', {
      ...props,
      baseName: BASE_NAME,
      timeout: Duration.seconds(30),
      memoryMiB: 512,
      environment: {
        [ENV.busName]: bus.eventBusName,
        [ENV.deadLetterQueueUrl]: this.deadLetters.queue.queueUrl,
      },
    });
    this.function.grant(['events:PutEvents'], bus.eventBusArn);
    this.function.grant(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn);
    this.function.grant(['dynamodb:ListStreams'], '*');
    this.function.lambda.addEventSourceMapping('Stream', {
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // Without a limit of retries: the stream keeps a record for a day, and its event must not be lost before.
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(this.deadLetters.queue),
      filters: props.images.map((image) =>
        FilterCriteria.filter({
          dynamodb: {
            NewImage: Object.fromEntries(
              Object.entries(image).map(([name, values]) => [name, { S: FilterRule.or(...values) }]),
            ),
          },
        }),
      ),
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Lambda needs dynamodb:ListStreams to read the stream, and it can only be granted on *.',
    });

    errorsAlarm(this, this.function.lambda, { stage, baseName: BASE_NAME, errorImpact: ERROR_IMPACT });
    hubAlarm(this, 'Age', {
      stage,
      baseName: `${BASE_NAME}-age`,
      metric: this.function.lambda.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toMilliseconds(),
      errorImpact: ERROR_IMPACT,
    });
  }
}
