import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';
import { type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { Clock } from '../simulator.ts';
import { sysIdOf } from './database.ts';
import { platformError } from './platform.ts';

const PATHS = { 'Table API': '/api/now/', 'Spendint API': '/api/sn_spend_intg/' };

/** How many calls of an API each user may make in an hour. */
const RateRuleSchema = z.strictObject({ api: z.enum(['Table API', 'Spendint API']), limit: z.int().min(0) });
type RateRule = z.infer<typeof RateRuleSchema>;

const HOUR_MS = 3_600_000;

/** The rate limit rules (servicenow 42). The counts are not stored. */
export function createRateRules(rules: MemoryCollection<RateRule>, clock: Clock) {
  const counts = new Map<string, number>();
  const all = () => [...rules.values()];
  const ruleFor = (path: string) => all().find(({ api }) => path.startsWith(PATHS[api]));
  const nextHour = () => (Math.floor(clock() / HOUR_MS) + 1) * HOUR_MS;

  return {
    /** Throws a 429 when the hour's calls are used up. */
    count(user: string, path: string): void {
      const rule = ruleFor(path);
      if (rule === undefined) return;
      const key = `${nextHour()} ${rule.api} ${user}`;
      const calls = (counts.get(key) ?? 0) + 1;
      counts.set(key, calls);
      if (calls <= rule.limit) return;
      const detail = `Rate limit of ${rule.limit} requests per hour for ${rule.api} exceeded`;
      const retryAfter = Math.ceil((nextHour() - clock()) / 1000);
      throw platformError(429, 'Rate limit exceeded', detail, { 'retry-after': String(retryAfter) });
    },
    /** What every response has to a call that a rule applies to. */
    headers(path: string): Readonly<Record<string, string>> {
      const rule = ruleFor(path);
      if (rule === undefined) return {};
      return {
        'x-ratelimit-limit': String(rule.limit),
        'x-ratelimit-reset': String(nextHour() / 1000),
        'x-ratelimit-rule': sysIdOf(['sys_rate_limit_rules', rule.api]),
      };
    },
    all,
    reset: () => counts.clear(),
    routes: {
      'PUT /rate-rule': ({ body }) => {
        const rule = parseBody(RateRuleSchema, body);
        rules.put(rule.api, rule);
        return rule;
      },
    } satisfies JsonRoutes,
  };
}
