/** `AWS::Lambda::EventSourceMapping`. */
export type MappingDefinition = QueueMappingDefinition | StreamMappingDefinition;

interface MappingBase {
  readonly logicalId: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly filters: readonly unknown[];
  readonly reportsItemFailures: boolean;
}

export interface QueueMappingDefinition extends MappingBase {
  readonly kind: 'queue';
  readonly maximumConcurrency?: number | undefined;
  /** How long to gather a batch, in seconds; 0 when absent. */
  readonly batchingWindowSeconds?: number | undefined;
}

export interface StreamMappingDefinition extends MappingBase {
  readonly kind: 'stream';
  /** Where the mapping starts when it is new: at the oldest record, or after the last one. */
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly bisectOnError: boolean;
  /** -1: no limit. */
  readonly maximumRetries: number;
  readonly failureQueueArn?: string | undefined;
}
