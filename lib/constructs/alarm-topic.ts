import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';
import { physicalName } from './naming.ts';

/** Where every alarm of the given scope is told when it rings and when it stops; people subscribe to the topic. */
export class AlarmTopic extends Construct {
  constructor(scope: Construct, id: string, { stage }: HubConfig) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { topicName: physicalName(stage, 'alarms'), enforceSSL: true });
    const action = new SnsAction(topic);
    for (const alarm of scope.node.findAll()) {
      if (!(alarm instanceof Alarm)) continue;
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
  }
}
