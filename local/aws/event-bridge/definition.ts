export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  /** JSON text that the target receives instead of the event. */
  readonly input?: string | undefined;
  readonly deadLetterArn?: string | undefined;
  readonly maximumRetryAttempts?: number | undefined;
  readonly maximumEventAgeSeconds?: number | undefined;
}

/** `AWS::Events::Rule`. */
export interface RuleDefinition {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly eventPattern?: unknown;
  readonly scheduleExpression?: string | undefined;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly targets: readonly RuleTarget[];
}

/** `AWS::Events::Archive`. */
export interface ArchiveDefinition {
  readonly name: string;
  readonly busName: string;
  readonly eventPattern?: unknown;
  /** Events are kept for ever when absent. */
  readonly retentionDays?: number | undefined;
}

/** An event as rules match it and targets receive it. */
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
 * Sends an event to a rule's target; resolved means durable. A dead-letter queue is a target as well, and the
 * `attributes` say why the event is there.
 */
export type Deliver = (
  target: RuleTarget,
  event: unknown,
  rule: RuleDefinition,
  attributes?: Readonly<Record<string, string>>,
) => Promise<void>;

/** API calls and templates give a bus or an archive by its name or by its ARN. */
export function nameOf(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}
