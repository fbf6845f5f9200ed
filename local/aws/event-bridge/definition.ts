/** `AWS::Events::EventBus`, `Rule` and `Archive` after the template's intrinsics are resolved. */
export interface BusDefinition {
  readonly name: string;
  readonly arn: string;
}

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  /** JSON text that replaces the event. */
  readonly input?: string;
  /** The part of the event to hand over, for example `$.detail`. */
  readonly inputPath?: string;
  readonly inputTransformer?: InputTransformer;
  readonly deadLetterArn?: string;
  readonly retryPolicy?: { readonly maximumRetryAttempts?: number; readonly maximumEventAgeInSeconds?: number };
}

export interface InputTransformer {
  readonly inputPathsMap?: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

export interface RuleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly eventPattern?: unknown;
  readonly scheduleExpression?: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly targets: readonly RuleTarget[];
}

export interface ArchiveDefinition {
  readonly name: string;
  readonly busName: string;
  readonly eventPattern?: unknown;
  /** Kept for ever when absent. */
  readonly retentionDays?: number;
}

/** An event as rules match it and targets get it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  readonly 'replay-name'?: string;
}

/**
 * Puts what a rule's target gets where it belongs; resolved means durable. A dead-letter queue is a target as well,
 * and the `attributes` say why the event is there.
 */
export type Deliver = (
  target: RuleTarget,
  event: unknown,
  rule: RuleDefinition,
  attributes?: Readonly<Record<string, string>>,
) => Promise<void>;
