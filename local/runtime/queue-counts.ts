import * as z from 'zod';
import type { Endpoint } from '../aws/endpoint/index.ts';
import type { HubModel } from '../template/index.ts';
import { OPERATOR } from './access-keys.ts';

const ResponseSchema = z.object({
  Attributes: z.object({
    ApproximateNumberOfMessages: z.coerce.number(),
    ApproximateNumberOfMessagesNotVisible: z.coerce.number(),
    ApproximateNumberOfMessagesDelayed: z.coerce.number(),
  }),
});

export interface QueueCount {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Whether another queue, a rule, a mapping or a function names it as its dead-letter queue or failure destination. */
  readonly deadLetter: boolean;
}

export async function queueCounts(endpoint: Endpoint, model: HubModel): Promise<Record<string, QueueCount>> {
  const deadLetterArns = new Set([
    ...model.queues.map(({ redrive }) => redrive?.deadLetterArn),
    ...model.rules.flatMap(({ targets }) => targets.map(({ deadLetterArn }) => deadLetterArn)),
    ...model.mappings.map((mapping) => (mapping.kind === 'stream' ? mapping.failureQueueArn : undefined)),
    ...model.functions.map(({ asyncFailureQueueArn }) => asyncFailureQueueArn),
  ]);
  const counts: Record<string, QueueCount> = {};
  for (const { name, arn } of model.queues) {
    const input = { QueueUrl: name, AttributeNames: ['All'] };
    const { output } = await endpoint.call(OPERATOR, { service: 'sqs', action: 'GetQueueAttributes', input });
    const { Attributes } = ResponseSchema.parse(output);
    counts[name] = {
      visible: Attributes.ApproximateNumberOfMessages,
      inFlight: Attributes.ApproximateNumberOfMessagesNotVisible,
      delayed: Attributes.ApproximateNumberOfMessagesDelayed,
      deadLetter: deadLetterArns.has(arn),
    };
  }
  return counts;
}
