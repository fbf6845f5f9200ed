import type { Collection } from '../../collections.ts';
import { AwsError, type Clock } from '../service.ts';
import type { BusEvent, Deliver, RuleDefinition, RuleTarget } from './definition.ts';
import { targetInput } from './target-input.ts';

/** A delivery that failed and will be tried again. */
export interface PendingDelivery {
  readonly ruleName: string;
  readonly targetId: string;
  readonly event: BusEvent;
  readonly retries: number;
  readonly since: number;
  readonly nextAt: number;
}

/** EventBridge's defaults: 185 retries within 24 hours. */
const MAX_RETRIES = 185;
const MAX_AGE_SECONDS = 86_400;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 600_000;

/** Delivers events to targets; what fails is kept on disk and retried until it works or the target's policy ends it. */
export class Delivery {
  readonly #pending: Collection<PendingDelivery>;
  readonly #rules: ReadonlyMap<string, RuleDefinition>;
  readonly #deliver: Deliver;
  readonly #clock: Clock;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(
    pending: Collection<PendingDelivery>,
    rules: ReadonlyMap<string, RuleDefinition>,
    deliver: Deliver,
    clock: Clock,
  ) {
    this.#pending = pending;
    this.#rules = rules;
    this.#deliver = deliver;
    this.#clock = clock;
  }

  /** Takes up the retries that the last process left. */
  async load(): Promise<void> {
    for await (const [key, delivery] of this.#pending.entries()) this.#arm(key, delivery);
  }

  /** Resolves when the event is at every target, or on disk for another attempt. */
  async toTargets(rule: RuleDefinition, event: BusEvent): Promise<void> {
    const now = this.#clock();
    await Promise.all(
      rule.targets.map((target) => {
        const first = { ruleName: rule.name, targetId: target.id, event, retries: 0, since: now, nextAt: now };
        return this.#attempt(`${rule.name}!${target.id}!${event.id}`, first);
      }),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.allSettled(this.#running);
  }

  async #attempt(key: string, delivery: PendingDelivery): Promise<void> {
    const rule = this.#rules.get(delivery.ruleName);
    const target = rule?.targets.find(({ id }) => id === delivery.targetId);
    if (rule === undefined || target === undefined) return this.#pending.del(key);
    try {
      await this.#deliver(target, targetInput(target, delivery.event, rule), rule);
      if (delivery.retries > 0) await this.#pending.del(key);
    } catch (error) {
      await this.#failed(key, delivery, rule, target, error);
    }
  }

  async #failed(
    key: string,
    delivery: PendingDelivery,
    rule: RuleDefinition,
    target: RuleTarget,
    error: unknown,
  ): Promise<void> {
    const ended = this.#exhausted(delivery, target, error);
    if (ended === undefined) {
      const delay = Math.min(FIRST_DELAY_MS * 2 ** delivery.retries, LONGEST_DELAY_MS);
      const next = { ...delivery, retries: delivery.retries + 1, nextAt: this.#clock() + delay };
      await this.#pending.put(key, next);
      this.#arm(key, next);
      return;
    }
    if (target.deadLetterArn !== undefined) {
      const attributes = {
        RULE_ARN: rule.arn,
        TARGET_ARN: target.arn,
        ERROR_CODE: error instanceof AwsError ? error.code : 'SDK_CLIENT_ERROR',
        ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
        EXHAUSTED_RETRY_CONDITION: ended,
        RETRY_ATTEMPTS: String(delivery.retries),
      };
      // The event as it came, not as the target would have got it: that's what can be put again.
      await this.#deliver({ id: target.id, arn: target.deadLetterArn }, delivery.event, rule, attributes);
    }
    await this.#pending.del(key);
  }

  /** Why no further attempt is made, in the words of EventBridge's dead-letter attributes. */
  #exhausted(delivery: PendingDelivery, target: RuleTarget, error: unknown): string | undefined {
    const { maximumRetryAttempts = MAX_RETRIES, maximumEventAgeInSeconds = MAX_AGE_SECONDS } = target.retryPolicy ?? {};
    if (error instanceof AwsError && error.status < 500 && !/Throttl|TooManyRequests/.test(error.code)) {
      return 'NonRetryableError';
    }
    if (delivery.retries >= maximumRetryAttempts) return 'MaximumRetryAttempts';
    if (this.#clock() - delivery.since >= maximumEventAgeInSeconds * 1000) return 'MaximumEventAgeInSeconds';
    return undefined;
  }

  #arm(key: string, delivery: PendingDelivery): void {
    if (this.#closed) return;
    const retry = (): void => {
      this.#timers.delete(key);
      const attempt = this.#attempt(key, delivery)
        // Neither the target nor its dead-letter queue took it, nor the disk the next try: what is on disk stays due.
        .catch(() => this.#arm(key, { ...delivery, nextAt: this.#clock() + LONGEST_DELAY_MS }))
        .finally(() => this.#running.delete(attempt));
      this.#running.add(attempt);
    };
    this.#timers.set(key, setTimeout(retry, Math.max(0, delivery.nextAt - this.#clock())).unref());
  }
}
