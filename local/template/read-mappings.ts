import * as z from 'zod';
import type { MappingDefinition } from '../aws/event-source-mapping/definition.ts';
import { Count, Flag, ignored, optional, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

const MappingProperties = z.strictObject({
  ...ignored('MetricsConfig', 'Tags'),
  BatchSize: Count.optional(),
  BisectBatchOnFunctionError: Flag.default(false),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).default({}),
  Enabled: Flag.default(true),
  EventSourceArn: z.string(),
  FilterCriteria: z
    .object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) })
    .default({ Filters: [] }),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumBatchingWindowInSeconds: Count.default(0),
  MaximumRecordAgeInSeconds: Count.default(-1),
  MaximumRetryAttempts: Count.default(-1),
  // Order per item is kept with one batch at a time, whatever the factor allows.
  ParallelizationFactor: Count.optional(),
  ScalingConfig: z.object({ MaximumConcurrency: Count.optional() }).default({}),
  // The table and its mappings are created together: there is nothing before LATEST that TRIM_HORIZON would add.
  StartingPosition: z.enum(['LATEST', 'TRIM_HORIZON']).optional(),
});

/** Defaults are https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export function readMappings(resources: readonly Resource[]): readonly MappingDefinition[] {
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
    .map((resource) => ({ resource, properties: parseProperties(resource, MappingProperties) }))
    .filter(({ properties }) => properties.Enabled)
    .map(({ resource: { logicalId }, properties }) => {
      const sourceArn = properties.EventSourceArn;
      const common = {
        logicalId,
        functionName: properties.FunctionName.slice(properties.FunctionName.lastIndexOf(':') + 1),
        sourceArn,
        batchWindowSeconds: properties.MaximumBatchingWindowInSeconds,
        filters: properties.FilterCriteria.Filters.map(({ Pattern }): unknown => JSON.parse(Pattern)),
        reportsItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      };
      if (sourceArn.startsWith('arn:aws:sqs:')) {
        return {
          ...common,
          kind: 'queue',
          batchSize: properties.BatchSize ?? 10,
          ...optional('maximumConcurrency', properties.ScalingConfig.MaximumConcurrency),
        };
      }
      return {
        ...common,
        kind: 'stream',
        batchSize: properties.BatchSize ?? 100,
        bisectOnError: properties.BisectBatchOnFunctionError,
        maximumRetries: properties.MaximumRetryAttempts,
        maximumAgeSeconds: properties.MaximumRecordAgeInSeconds,
        ...optional('failureQueueArn', properties.DestinationConfig.OnFailure?.Destination),
      };
    });
}
