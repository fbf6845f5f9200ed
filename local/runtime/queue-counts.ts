import type { QueueCount, Sqs } from '../aws/sqs/index.ts';
import type { HubModel } from '../template/index.ts';

/** By queue. `deadLetter`: another queue, a rule, a mapping or a function sends its failures there. */
export function queueCounts(sqs: Sqs, model: HubModel): Record<string, QueueCount & { readonly deadLetter: boolean }> {
  const deadLetterArns = new Set([
    ...model.queues.map(({ redrive }) => redrive?.deadLetterArn),
    ...model.rules.flatMap(({ targets }) => targets.map(({ deadLetterArn }) => deadLetterArn)),
    ...model.mappings.map((mapping) => (mapping.kind === 'stream' ? mapping.failureQueueArn : undefined)),
    ...model.functions.map(({ asyncFailureQueueArn }) => asyncFailureQueueArn),
  ]);
  const counts = model.queues.map(({ name, arn }) => {
    return [name, { ...sqs.count(arn), deadLetter: deadLetterArns.has(arn) }] as const;
  });
  return Object.fromEntries(counts);
}
