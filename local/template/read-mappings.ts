import * as z from 'zod';
import type { MappingDefinition } from '../aws/event-source-mapping/definition.ts';
import { StartError } from '../start-error.ts';
import { Count, Flag, readerOf } from './resources.ts';

/** Defaults: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const readMappings = readerOf(
  'AWS::Lambda::EventSourceMapping',
  [
    // One batch at a time keeps the order per item, as any factor does.
    'ParallelizationFactor',
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
    MaximumBatchingWindowInSeconds: Count.min(0).max(300).default(0),
    MaximumRetryAttempts: Count.default(-1),
    ScalingConfig: z.strictObject({ MaximumConcurrency: Count.min(2).max(1_000).optional() }).default({}),
    StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  },
  ({ logicalId }, { StartingPosition: startingPosition, ...properties }): MappingDefinition => {
    const common = {
      logicalId,
      functionName: properties.FunctionName.slice(properties.FunctionName.lastIndexOf(':') + 1),
      sourceArn: properties.EventSourceArn,
      filters: properties.FilterCriteria.Filters.map(({ Pattern }): unknown => JSON.parse(Pattern)),
      reportsItemFailures: properties.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    };
    if (common.sourceArn.startsWith('arn:aws:sqs:')) {
      if (startingPosition !== undefined) throw new StartError(`${logicalId}: a queue has no StartingPosition`);
      return {
        ...common,
        kind: 'queue',
        batchSize: properties.BatchSize ?? 10,
        maximumConcurrency: properties.ScalingConfig.MaximumConcurrency,
        batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      };
    }
    if (properties.MaximumBatchingWindowInSeconds > 0) {
      throw new StartError(`${logicalId}: the local runtime does not support the batching window of a stream`);
    }
    if (startingPosition === undefined) throw new StartError(`${logicalId}: a stream needs a StartingPosition`);
    return {
      ...common,
      kind: 'stream',
      startingPosition,
      batchSize: properties.BatchSize ?? 100,
      bisectOnError: properties.BisectBatchOnFunctionError,
      maximumRetries: properties.MaximumRetryAttempts,
      failureQueueArn: properties.DestinationConfig.OnFailure?.Destination,
    };
  },
);
