import { StartError } from '../../start-error.ts';
import type { Authorizer } from '../iam/index.ts';
import type { FunctionDefinition } from '../lambda/definition.ts';
import type { Permission } from '../service.ts';
import type { QueueDefinition } from '../sqs/definition.ts';
import type { MappingDefinition, QueueMappingDefinition } from './definition.ts';

/** The calls that Lambda makes with the function's role. */
const POLLING_ACTIONS = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
} as const;

/** Throws StartError for a mapping that AWS would refuse to create. */
export function assertCreatable(
  mapping: MappingDefinition,
  target: FunctionDefinition,
  { authorizer, queues }: { readonly authorizer: Authorizer; readonly queues: readonly QueueDefinition[] },
): void {
  assertMayPoll(mapping, target, authorizer);
  if (mapping.kind === 'queue') assertHiddenLongEnough(mapping, target, queues);
}

function assertMayPoll(mapping: MappingDefinition, { name, roleId }: FunctionDefinition, authorizer: Authorizer): void {
  const needed: Permission[] = POLLING_ACTIONS[mapping.kind].map((action) => ({
    action,
    resource: mapping.sourceArn,
  }));
  if (mapping.kind === 'stream' && mapping.failureQueueArn !== undefined) {
    needed.push({ action: 'sqs:SendMessage', resource: mapping.failureQueueArn });
  }
  for (const { action, resource } of needed) {
    if (authorizer.isAllowed({ roleId, action, resource })) continue;
    throw new StartError(
      `${mapping.logicalId} can't be created: the role of ${name} has no grant for ${action} on ${resource}.`,
    );
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
function assertHiddenLongEnough(
  { logicalId, sourceArn }: QueueMappingDefinition,
  { timeoutSeconds }: FunctionDefinition,
  queues: readonly QueueDefinition[],
): void {
  const queue = queues.find(({ arn }) => arn === sourceArn);
  if (queue === undefined || queue.visibilityTimeoutSeconds >= timeoutSeconds) return;
  const times = `${queue.visibilityTimeoutSeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`;
  throw new StartError(`${logicalId} can't be created: Queue visibility timeout: ${times}.`);
}
