import type { Collection } from '../../collections.ts';
import { DueItems } from '../due-items.ts';
import { AwsError, type Clock } from '../service.ts';
import type { BusEvent, Deliver, RuleDefinition, RuleTarget } from './definition.ts';

/** A failed delivery that waits for its next attempt. */
export interface PendingDelivery {
  readonly ruleName: string;
  readonly targetId: string;
  readonly event: BusEvent;
  readonly retries: number;
  readonly since: number;
  readonly nextAt: number;
}

export interface DeliveryOptions {
  readonly pending: Collection<PendingDelivery>;
  readonly rules: ReadonlyMap<string, RuleDefinition>;
  readonly deliver: Deliver;
  readonly onError: (error: unknown) => void;
  readonly clock: Clock;
}

/** EventBridge's defaults: 185 retries within 24 hours. */
const MAX_RETRIES = 185;
const MAX_AGE_SECONDS = 86_400;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 600_000;

/** Delivers events to targets. Failed deliveries are kept on disk and retried within the target's retry policy. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #pending: DueItems<PendingDelivery>;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const { pending: items, onError, clock } = options;
    this.#pending = new DueItems({ items, onError, clock, run: (key, delivery) => this.#retry(key, delivery) });
  }

  load(): Promise<void> {
    return this.#pending.load();
  }

  close(): Promise<void> {
    return this.#pending.close();
  }

  /** Resolves when every target has the event, or a retry of it is on disk. */
  async toTargets(rule: RuleDefinition, event: BusEvent): Promise<void> {
    const now = this.#options.clock();
    await Promise.all(
      rule.targets.map((target) => {
        const first = { ruleName: rule.name, targetId: target.id, event, retries: 0, since: now, nextAt: now };
        return this.#attempt(`${rule.name}!${target.id}!${event.id}`, first, rule, target);
      }),
    );
  }

  async #retry(key: string, delivery: PendingDelivery): Promise<void> {
    const rule = this.#options.rules.get(delivery.ruleName);
    const target = rule?.targets.find(({ id }) => id === delivery.targetId);
    if (rule !== undefined && target !== undefined) await this.#attempt(key, delivery, rule, target);
    else await this.#pending.remove(key);
  }

  async #attempt(key: string, delivery: PendingDelivery, rule: RuleDefinition, target: RuleTarget): Promise<void> {
    const { event, retries } = delivery;
    const { deliver, clock } = this.#options;
    try {
      await deliver(target, target.input === undefined ? event : JSON.parse(target.input), rule);
    } catch (error) {
      const exhausted = exhaustedCondition(delivery, target, error, clock());
      if (exhausted === undefined) {
        const delay = Math.min(FIRST_DELAY_MS * 2 ** retries, MAX_DELAY_MS);
        return this.#pending.put(key, { ...delivery, retries: retries + 1, nextAt: clock() + delay });
      }
      if (target.deadLetterArn !== undefined) {
        const attributes = {
          RULE_ARN: rule.arn,
          TARGET_ARN: target.arn,
          ERROR_CODE: error instanceof AwsError ? error.code : 'SDK_CLIENT_ERROR',
          ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
          EXHAUSTED_RETRY_CONDITION: exhausted,
          RETRY_ATTEMPTS: String(retries),
        };
        // The event, not the target's input: an operator can put it on the bus again.
        await deliver({ id: target.id, arn: target.deadLetterArn }, event, rule, attributes);
      }
    }
    if (retries > 0) await this.#pending.remove(key);
  }
}

/** Why there is no further attempt, as EventBridge's dead-letter attributes put it. */
function exhaustedCondition(
  { retries, since }: PendingDelivery,
  { maximumRetryAttempts = MAX_RETRIES, maximumEventAgeSeconds = MAX_AGE_SECONDS }: RuleTarget,
  error: unknown,
  now: number,
): string | undefined {
  if (error instanceof AwsError && error.status < 500 && !/Throttl|TooManyRequests/.test(error.code)) {
    return 'NonRetryableError';
  }
  if (retries >= maximumRetryAttempts) return 'MaximumRetryAttempts';
  if (now - since >= maximumEventAgeSeconds * 1000) return 'MaximumEventAgeInSeconds';
  return undefined;
}
