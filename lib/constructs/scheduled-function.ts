import type { Duration } from 'aws-cdk-lib';
import { type EventBus, Match, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { EVENT_SOURCE, type EventType } from '../../events/names.ts';
import { errorsAlarm } from './hub-alarm.ts';
import { HubFunction, type HubFunctionProps } from './hub-function.ts';
import { physicalName } from './naming.ts';

export interface ScheduledFunctionProps extends HubFunctionProps {
  readonly rate: Duration;
  readonly bus: EventBus;
  /** The event types that invoke it at once. */
  readonly eventTypes: readonly EventType[];
  /** What is broken for whom when it fails. */
  readonly errorImpact: string;
}

/** A function that EventBridge invokes at a rate, and at once after some events. */
export class ScheduledFunction extends Construct {
  readonly function: HubFunction;

  constructor(scope: Construct, id: string, props: ScheduledFunctionProps) {
    super(scope, id);
    const { config, baseName, rate, errorImpact } = props;
    this.function = new HubFunction(this, 'Scheduled', props);
    // The next run does what a failed one has left.
    const targets = [new LambdaFunction(this.function.lambda, { retryAttempts: 0 })];
    new Rule(this, 'Rule', {
      ruleName: physicalName(config.stage, baseName),
      description: `Invokes ${baseName} at a rate.`,
      schedule: Schedule.rate(rate),
      targets,
    });
    new Rule(this, 'EventRule', {
      ruleName: physicalName(config.stage, `${baseName}-events`),
      description: `Invokes ${baseName} at once.`,
      eventBus: props.bus,
      eventPattern: { source: Match.exactString(EVENT_SOURCE), detailType: [...props.eventTypes] },
      targets,
    });
    errorsAlarm(this, this.function.lambda, { stage: config.stage, baseName, errorImpact });
  }
}
