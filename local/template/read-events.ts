import * as z from 'zod';
import {
  type ArchiveDefinition,
  nameOf,
  type RuleDefinition,
  type RuleTarget,
} from '../aws/event-bridge/definition.ts';
import { Count, ignored, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

const BusProperties = z.strictObject({
  ...ignored('DeadLetterConfig', 'Description', 'KmsKeyIdentifier', 'LogConfig', 'Name', 'Policy', 'Tags'),
});

const Target = z.strictObject({
  Arn: z.string().regex(/^arn:aws:(sqs|lambda):/, 'only queues and functions can be targets on the local runtime'),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
  Id: z.string(),
  Input: z.string().optional(),
  RetryPolicy: z
    .object({ MaximumEventAgeInSeconds: Count.optional(), MaximumRetryAttempts: Count.optional() })
    .optional(),
});

const RuleProperties = z.strictObject({
  ...ignored('Description', 'Name', 'Tags'),
  EventBusName: z.string().default('default'),
  EventPattern: z.unknown().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(Target).default([]),
});

export function readRules(resources: readonly Resource[]): readonly RuleDefinition[] {
  const buses = resources.filter(({ type }) => type === 'AWS::Events::EventBus');
  for (const bus of buses) parseProperties(bus, BusProperties);
  return resources
    .filter(({ type }) => type === 'AWS::Events::Rule')
    .map((resource) => {
      const properties = parseProperties(resource, RuleProperties);
      return {
        name: resource.name,
        arn: resource.arn,
        busName: nameOf(properties.EventBusName),
        eventPattern: properties.EventPattern,
        scheduleExpression: properties.ScheduleExpression,
        state: properties.State,
        targets: properties.Targets.map(readTarget),
      };
    });
}

function readTarget({ Id, Arn, Input, DeadLetterConfig, RetryPolicy }: z.infer<typeof Target>): RuleTarget {
  return {
    id: Id,
    arn: Arn,
    input: Input,
    deadLetterArn: DeadLetterConfig?.Arn,
    maximumRetryAttempts: RetryPolicy?.MaximumRetryAttempts,
    maximumEventAgeSeconds: RetryPolicy?.MaximumEventAgeInSeconds,
  };
}

const ArchiveProperties = z.strictObject({
  ...ignored('ArchiveName', 'Description', 'KmsKeyIdentifier'),
  EventPattern: z.unknown().optional(),
  RetentionDays: Count.optional(),
  SourceArn: z.string(),
});

export function readArchives(resources: readonly Resource[]): readonly ArchiveDefinition[] {
  return resources
    .filter(({ type }) => type === 'AWS::Events::Archive')
    .map((resource) => {
      const { SourceArn, EventPattern, RetentionDays } = parseProperties(resource, ArchiveProperties);
      return {
        name: resource.name,
        busName: nameOf(SourceArn),
        eventPattern: EventPattern,
        // 0 means: for ever.
        retentionDays: RetentionDays || undefined,
      };
    });
}
