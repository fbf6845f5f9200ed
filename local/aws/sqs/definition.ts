/** A queue as the template defines it, with SQS's defaults filled in by whoever reads the template. */
export interface QueueDefinition {
  readonly name: string;
  readonly arn: string;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly receiveWaitSeconds: number;
  readonly retentionSeconds: number;
  /** Body and message attributes together; 1 MiB when absent. */
  readonly maxMessageBytes?: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
  /** Only standard queues are served; a FIFO queue is refused at start. */
  readonly fifo?: boolean;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_BYTES = 1_048_576;
