import { StartError } from '../../start-error.ts';
import type { Authorizer } from '../iam/index.ts';
import type { FunctionDefinition } from '../lambda/definition.ts';
import type { MappingDefinition } from './definition.ts';

/** The calls that Lambda makes with the function's role. */
const POLLING_ACTIONS = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
} as const;

/** AWS rejects a mapping whose function's role lacks a grant for polling, so the local runtime doesn't start. */
export function assertMayPoll(authorizer: Authorizer, mapping: MappingDefinition, target: FunctionDefinition): void {
  const needed: { action: string; resource: string }[] = POLLING_ACTIONS[mapping.kind].map((action) => ({
    action,
    resource: mapping.sourceArn,
  }));
  if (mapping.kind === 'stream' && mapping.failureQueueArn !== undefined) {
    needed.push({ action: 'sqs:SendMessage', resource: mapping.failureQueueArn });
  }
  for (const { action, resource } of needed) {
    if (authorizer.isAllowed({ roleId: target.roleId, action, resource })) continue;
    throw new StartError(
      `${mapping.logicalId} can't be created: the role of ${target.name} has no grant for ${action} on ${resource}.`,
    );
  }
}
