import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import { sysIdOf } from './database.ts';
import { platformError } from './errors.ts';

const PATHS = { 'Table API': '/api/now/', 'Spendint API': '/api/sn_spend_intg/' };

/** How many calls of an API each user may make in an hour. */
export const RateRuleSchema = z.strictObject({
  api: z.enum(['Table API', 'Spendint API']),
  limit: z.int().min(0),
});
type RateRule = z.infer<typeof RateRuleSchema>;

const HOUR_MS = 3_600_000;

/** The rate limit rules (servicenow 42). The counts are not stored. */
export class RateRules {
  readonly #stored: MemoryCollection<RateRule>;
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();

  constructor(stored: MemoryCollection<RateRule>, clock: Clock) {
    this.#stored = stored;
    this.#clock = clock;
  }

  all(): RateRule[] {
    return [...this.#stored.values()];
  }

  put(rule: RateRule): void {
    this.#stored.put(rule.api, rule);
  }

  clear(): void {
    this.#stored.clear();
    this.#counts.clear();
  }

  /** Throws a 429 when the hour's calls are used up. */
  count(user: string, path: string): void {
    const rule = this.#ruleFor(path);
    if (rule === undefined) return;
    const reset = this.#nextHour();
    const key = `${reset} ${rule.api} ${user}`;
    const calls = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, calls);
    if (calls <= rule.limit) return;
    const detail = `Rate limit of ${rule.limit} requests per hour for ${rule.api} exceeded`;
    const retryAfter = Math.ceil((reset - this.#clock()) / 1000);
    throw platformError(429, 'Rate limit exceeded', detail, { 'retry-after': String(retryAfter) });
  }

  /** What every response has to a call that a rule applies to. */
  headers(path: string): Readonly<Record<string, string>> {
    const rule = this.#ruleFor(path);
    if (rule === undefined) return {};
    return {
      'x-ratelimit-limit': String(rule.limit),
      'x-ratelimit-reset': String(this.#nextHour() / 1000),
      'x-ratelimit-rule': sysIdOf(['sys_rate_limit_rules', rule.api]),
    };
  }

  #ruleFor(path: string): RateRule | undefined {
    return this.all().find(({ api }) => path.startsWith(PATHS[api]));
  }

  #nextHour(): number {
    return (Math.floor(this.#clock() / HOUR_MS) + 1) * HOUR_MS;
  }
}
