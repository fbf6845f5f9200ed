import * as z from 'zod';
import { type ArchiveDefinition, nameOf, type RuleDefinition } from '../aws/event-bridge/definition.ts';
import { StartError } from '../start-error.ts';
import { Count, type Resource, readerOf } from './resources.ts';

const readBusNames = readerOf('AWS::Events::EventBus', ['Name'], {}, ({ name }) => name);

const Target = z.strictObject({
  Arn: z.string().regex(/^arn:aws:(sqs|lambda):/, 'the local runtime supports queues and functions as targets only'),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  Id: z.string(),
  Input: z.string().optional(),
  RetryPolicy: z
    .strictObject({ MaximumEventAgeInSeconds: Count.optional(), MaximumRetryAttempts: Count.optional() })
    .optional(),
});

export function readRules(resources: readonly Resource[]): readonly RuleDefinition[] {
  const busNames = ['default', ...readBusNames(resources)];
  const read = readerOf(
    'AWS::Events::Rule',
    ['Description', 'Name', 'Tags'],
    {
      EventBusName: z.string().default('default'),
      EventPattern: z.unknown().optional(),
      ScheduleExpression: z.string().optional(),
      State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
      Targets: z.array(Target).default([]),
    },
    ({ logicalId, name, arn }, properties): RuleDefinition => {
      const busName = nameOf(properties.EventBusName);
      if (!busNames.includes(busName)) throw new StartError(`${logicalId}: the template has no event bus ${busName}`);
      return {
        name,
        arn,
        busName,
        eventPattern: properties.EventPattern,
        scheduleExpression: properties.ScheduleExpression,
        state: properties.State,
        targets: properties.Targets.map(({ Id, Arn, Input, DeadLetterConfig, RetryPolicy }) => ({
          id: Id,
          arn: Arn,
          input: Input,
          deadLetterArn: DeadLetterConfig?.Arn,
          maximumRetryAttempts: RetryPolicy?.MaximumRetryAttempts,
          maximumEventAgeSeconds: RetryPolicy?.MaximumEventAgeInSeconds,
        })),
      };
    },
  );
  return read(resources);
}

export const readArchives = readerOf(
  'AWS::Events::Archive',
  ['ArchiveName', 'Description', 'KmsKeyIdentifier'],
  { EventPattern: z.unknown().optional(), RetentionDays: Count.optional(), SourceArn: z.string() },
  ({ name }, { EventPattern, RetentionDays, SourceArn }): ArchiveDefinition => ({
    name,
    busName: nameOf(SourceArn),
    eventPattern: EventPattern,
    // 0 keeps the events indefinitely.
    retentionDays: RetentionDays || undefined,
  }),
);
