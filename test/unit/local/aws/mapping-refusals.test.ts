import { describe, expect, it } from '@jest/globals';
import { assertCreatable } from '../../../../local/aws/event-source-mapping/assert-creatable.ts';
import { createAuthorizer } from '../../../../local/aws/iam/index.ts';
import { StartError } from '../../../../local/start-error.ts';
import { aQueue, WORK } from './definitions.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:orders';

function create({ timeoutSeconds = 30, visibilityTimeoutSeconds = 30, actions = 'sqs:*' }) {
  const mapping = {
    kind: 'queue',
    logicalId: 'FromOrders',
    functionName: 'work',
    sourceArn: ARN,
    batchSize: 10,
    filters: [],
    reportsItemFailures: false,
  } as const;
  const Statement = [{ Effect: 'Allow', Action: actions, Resource: ARN } as const];
  const authorizer = createAuthorizer([{ id: 'WorkRole', policies: [{ Statement }] }], []);
  const queues = [aQueue(ARN, { visibilityTimeoutSeconds })];
  assertCreatable(mapping, { ...WORK, timeoutSeconds }, { authorizer, queues });
}

describe('an event source mapping', () => {
  it('is created when its queue hides a message as long as the function may run', () => {
    expect(() => create({})).not.toThrow();
  });

  it('is refused when its queue hides a message for less time than the function may run', () => {
    expect(() => create({ timeoutSeconds: 31 })).toThrow(
      new StartError(
        "FromOrders can't be created: Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds.",
      ),
    );
  });

  it('is refused when the role of its function may not poll the queue', () => {
    expect(() => create({ actions: 'sqs:ReceiveMessage' })).toThrow(
      new StartError(`FromOrders can't be created: the role of work has no grant for sqs:DeleteMessage on ${ARN}.`),
    );
  });
});
