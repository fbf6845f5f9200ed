import { Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';
import { physicalName } from './naming.ts';

/** The topic that every alarm in the scope notifies when its state changes; people subscribe to it. */
export class AlarmTopic extends Construct {
  constructor(scope: Construct, id: string, { stage }: HubConfig) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { topicName: physicalName(stage, 'alarms'), enforceSSL: true });
    // The policy that enforces TLS replaces SNS's default one, so CloudWatch needs a statement to publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    const action = new SnsAction(topic);
    for (const alarm of scope.node.findAll()) {
      if (!(alarm instanceof Alarm)) continue;
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
  }
}
