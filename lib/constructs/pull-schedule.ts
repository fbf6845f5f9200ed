import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { PULL_SCOPES } from '../../core/pull/scopes.ts';
import { errorsAlarm } from './hub-alarm.ts';
import { HubFunction, type HubFunctionProps } from './hub-function.ts';
import { physicalName } from './naming.ts';

export type PullScheduleProps = Omit<HubFunctionProps, 'baseName' | 'timeout' | 'memoryMiB'>;

const BASE_NAME = 'schedule';

/** Starts the syncs with every enabled ERP: a rule per scope, at the rate of the stage, invokes one function. */
export class PullSchedule extends Construct {
  readonly function: HubFunction;

  constructor(scope: Construct, id: string, props: PullScheduleProps) {
    super(scope, id);
    const { config } = props;
    this.function = new HubFunction(this, 'Scheduled', {
      ...props,
      baseName: BASE_NAME,
      timeout: Duration.seconds(60),
      memoryMiB: 512,
    });
    for (const pullScope of PULL_SCOPES) {
      new Rule(this, pullScope, {
        ruleName: physicalName(config.stage, `${BASE_NAME}-${pullScope.replaceAll('_', '-')}`),
        description: `Pulls ${pullScope} from every enabled ERP.`,
        schedule: Schedule.rate(config.pullRates[pullScope]),
        // The next run reaches the organizations that a failed one has left.
        targets: [
          new LambdaFunction(this.function.lambda, {
            event: RuleTargetInput.fromObject({ scope: pullScope }),
            retryAttempts: 0,
          }),
        ],
      });
    }
    errorsAlarm(this, this.function.lambda, {
      stage: config.stage,
      baseName: BASE_NAME,
      errorImpact: 'Vendors, budgets, orders and products are not pulled from ERPs unless somebody starts a sync.',
    });
  }
}
