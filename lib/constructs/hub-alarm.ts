import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { physicalName } from './naming.ts';

export interface HubAlarmProps {
  readonly stage: Stage;
  /** The alarm's name without its prefix; also the heading of its section in docs/runbook.md. */
  readonly baseName: string;
  readonly metric: IMetric;
  /** The alarm fires when the metric is above this. */
  readonly threshold: number;
  /** What is broken for whom while the alarm fires. */
  readonly errorImpact: string;
}

/** An alarm with a runbook section. Its type demands the impact of the error that it reports. */
export function hubAlarm(scope: Construct, id: string, props: HubAlarmProps): Alarm {
  return new Alarm(scope, id, {
    alarmName: physicalName(props.stage, props.baseName),
    alarmDescription: `${props.errorImpact} See docs/runbook.md, "${props.baseName}".`,
    metric: props.metric,
    threshold: props.threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}

/** An alarm on the invocations of a function that fail. */
export function errorsAlarm(
  scope: Construct,
  lambda: IFunction,
  props: Pick<HubAlarmProps, 'stage' | 'baseName' | 'errorImpact'>,
): Alarm {
  return hubAlarm(scope, 'Errors', {
    ...props,
    baseName: `${props.baseName}-errors`,
    metric: lambda.metricErrors({ period: Duration.minutes(5) }),
    threshold: 0,
  });
}
