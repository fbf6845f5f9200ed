import { StartError } from '../../start-error.ts';
import type { Authorizer } from '../iam/index.ts';
import type { FunctionDefinition } from '../lambda/definition.ts';
import type { MappingDefinition } from './definition.ts';

/** What Lambda does on behalf of the function's role. */
const POLLING_ACTIONS = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
} as const;

/** AWS refuses to create a mapping that the function's role can't serve; so the node refuses to start. */
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
      `${mapping.logicalId} can't be created: the role of ${target.name} does not allow ${action} on ${resource}.`,
    );
  }
}
