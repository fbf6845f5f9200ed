import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { physicalName } from './naming.ts';

export interface HubAlarmProps {
  readonly stage: Stage;
  /** The alarm's name without its prefix, and the heading of its section in docs/runbook.md. */
  readonly stem: string;
  readonly metric: IMetric;
  /** Rings when the metric is above this. */
  readonly above: number;
  /** For how many periods in a row. */
  readonly periods?: number;
  /** What is broken for whom while this rings. */
  readonly errorImpact: string;
}

/** An alarm that can't be built without saying what breaks when it rings. */
export function hubAlarm(scope: Construct, id: string, props: HubAlarmProps): Alarm {
  return new Alarm(scope, id, {
    alarmName: physicalName(props.stage, props.stem),
    alarmDescription: `${props.errorImpact} See docs/runbook.md, "${props.stem}".`,
    metric: props.metric,
    threshold: props.above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: props.periods ?? 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
