import type { Deliver } from '../aws/event-bridge/index.ts';
import type { Authorizer } from '../aws/iam/index.ts';
import type { Lambda } from '../aws/lambda/index.ts';
import { AwsError } from '../aws/service.ts';
import type { Sqs } from '../aws/sqs/index.ts';

const SERVICE = 'events.amazonaws.com';

/** Delivers EventBridge's events to queues and functions whose resource policies permit it. */
export function createDeliver(sqs: Sqs, lambda: Lambda, authorizer: Authorizer): Deliver {
  return async (target, event, rule, attributes = {}) => {
    const [, , service] = target.arn.split(':');
    if (service === 'sqs') {
      const entries = Object.entries(attributes).map(
        ([name, text]) => [name, { DataType: 'String', StringValue: text }] as const,
      );
      await sqs.send({
        queueArn: target.arn,
        body: typeof event === 'string' ? event : JSON.stringify(event),
        attributes: Object.fromEntries(entries),
        sender: { name: SERVICE, sourceArn: rule.arn },
      });
      return;
    }
    if (service !== 'lambda') throw new AwsError('InvalidTarget', `The local runtime can't deliver to ${target.arn}.`);
    const action = 'lambda:InvokeFunction';
    if (!authorizer.serviceAllowed({ service: SERVICE, action, resource: target.arn, sourceArn: rule.arn })) {
      throw new AwsError('AccessDeniedException', `${SERVICE} may not invoke ${target.arn} for ${rule.arn}.`, 403);
    }
    await lambda.invokeAsync(target.arn, event);
  };
}
