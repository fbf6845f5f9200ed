import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { hubAlarm } from './hub-alarm.ts';
import { HubFunction, type HubFunctionProps } from './hub-function.ts';
import { physicalName } from './naming.ts';

export interface ScheduledFunctionProps extends HubFunctionProps {
  readonly rate: Duration;
  /** What is broken for whom when it fails. */
  readonly errorImpact: string;
}

/** A function that a rule of EventBridge invokes at a rate. */
export class ScheduledFunction extends Construct {
  readonly function: HubFunction;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    const { config, baseName, rate, errorImpact } = props;
    this.function = new HubFunction(this, 'Scheduled', props);
    new Rule(this, 'Rule', {
      ruleName: physicalName(config.stage, baseName),
      description: `Invokes ${baseName} ${rate.toHumanString()} after ${rate.toHumanString()}.`,
      schedule: Schedule.rate(rate),
      // The next run does what a failed one has left.
      targets: [new LambdaFunction(this.function.lambda, { retryAttempts: 0 })],
    });
    hubAlarm(this, 'Errors', {
      stage: config.stage,
      baseName: `${baseName}-errors`,
      metric: this.function.lambda.metricErrors({ period: Duration.minutes(5) }),
      threshold: 0,
      errorImpact,
    });
  }
}
