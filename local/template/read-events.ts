import * as z from 'zod';
import type { ArchiveDefinition, BusDefinition, RuleDefinition, RuleTarget } from '../aws/event-bridge/index.ts';
import { Count, ignored, optional, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

const BusProperties = z.strictObject({
  ...ignored('DeadLetterConfig', 'Description', 'KmsKeyIdentifier', 'LogConfig', 'Name', 'Policy', 'Tags'),
});

/** The buses of the template and the account's own, where schedules live. */
export function readBuses(resources: readonly Resource[], defaultBusArn: string): readonly BusDefinition[] {
  const buses = resources.filter(({ type }) => type === 'AWS::Events::EventBus');
  for (const bus of buses) parseProperties(bus, BusProperties);
  return [{ name: 'default', arn: defaultBusArn }, ...buses.map(({ name, arn }) => ({ name, arn }))];
}

const Target = z.strictObject({
  Arn: z.string().regex(/^arn:aws:(sqs|lambda):/, 'only queues and functions can be targets on the local runtime'),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
  Id: z.string(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .object({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string() })
    .optional(),
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
  return resources
    .filter(({ type }) => type === 'AWS::Events::Rule')
    .map((resource) => {
      const properties = parseProperties(resource, RuleProperties);
      return {
        name: resource.name,
        arn: resource.arn,
        busName: nameOf(properties.EventBusName),
        ...optional('eventPattern', properties.EventPattern),
        ...optional('scheduleExpression', properties.ScheduleExpression),
        state: properties.State,
        targets: properties.Targets.map(readTarget),
      };
    });
}

function readTarget(target: z.infer<typeof Target>): RuleTarget {
  const { InputTransformer: transformer, RetryPolicy: retry } = target;
  return {
    id: target.Id,
    arn: target.Arn,
    ...optional('input', target.Input),
    ...optional('inputPath', target.InputPath),
    ...optional(
      'inputTransformer',
      transformer && {
        inputTemplate: transformer.InputTemplate,
        ...optional('inputPathsMap', transformer.InputPathsMap),
      },
    ),
    ...optional('deadLetterArn', target.DeadLetterConfig?.Arn),
    ...optional(
      'retryPolicy',
      retry && {
        ...optional('maximumRetryAttempts', retry.MaximumRetryAttempts),
        ...optional('maximumEventAgeInSeconds', retry.MaximumEventAgeInSeconds),
      },
    ),
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
        ...optional('eventPattern', EventPattern),
        ...optional('retentionDays', RetentionDays === 0 ? undefined : RetentionDays),
      };
    });
}

function nameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
