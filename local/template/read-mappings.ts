import * as z from 'zod';
import type { MappingDefinition } from '../aws/event-source-mapping/definition.ts';
import { Count, Flag, readerOf } from './resources.ts';

/** Defaults: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const readMappings = readerOf(
  'AWS::Lambda::EventSourceMapping',
  [
    // One batch at a time keeps the order per item, as any factor does.
    'ParallelizationFactor',
    // The table and its mappings are created together, so that LATEST and TRIM_HORIZON are the same.
    'StartingPosition',
    'Tags',
  ],
  {
    BatchSize: Count.optional(),
    BisectBatchOnFunctionError: Flag.default(false),
    DestinationConfig: z
      .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
      .default({}),
    EventSourceArn: z.string(),
    FilterCriteria: z
      .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })
      .default({ Filters: [] }),
    FunctionName: z.string(),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
    MaximumRetryAttempts: Count.default(-1),
    ScalingConfig: z.strictObject({ MaximumConcurrency: Count.optional() }).default({}),
  },
  ({ logicalId }, properties): MappingDefinition => {
    const common = {
      logicalId,
      functionName: properties.FunctionName.slice(properties.FunctionName.lastIndexOf(':') + 1),
      sourceArn: properties.EventSourceArn,
      filters: properties.FilterCriteria.Filters.map(({ Pattern }): unknown => JSON.parse(Pattern)),
      reportsItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    };
    if (common.sourceArn.startsWith('arn:aws:sqs:')) {
      return {
        ...common,
        kind: 'queue',
        batchSize: properties.BatchSize ?? 10,
        maximumConcurrency: properties.ScalingConfig.MaximumConcurrency,
      };
    }
    return {
      ...common,
      kind: 'stream',
      batchSize: properties.BatchSize ?? 100,
      bisectOnError: properties.BisectBatchOnFunctionError,
      maximumRetries: properties.MaximumRetryAttempts,
      failureQueueArn: properties.DestinationConfig.OnFailure?.Destination,
    };
  },
);
