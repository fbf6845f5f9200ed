import { unixSeconds } from '../domain/time.ts';
import { IntegrationSettingsSchema } from './integration-settings.ts';
import { breakerOf, type IntegrationState, inFlightOf } from './integration-state.ts';
import { PARTNERS, type Partner } from './partners.ts';

export interface IntegrationHealth {
  readonly state: IntegrationState;
  /** The stored settings; undefined when the integration is not enabled. */
  readonly settings: unknown;
  readonly backlog: { readonly count: number; readonly oldestMs: number | undefined };
}

/** An integration's health as the API shows it. `last_success_at` is in Unix seconds. */
export function viewHealth(partner: Partner, { state, settings, backlog }: IntegrationHealth, nowMs: number) {
  const breaker = breakerOf(state, nowMs);
  const { paused, last_failure, last_success_at } = state;
  const isWorking = breaker === 'closed' && state.failures === 0;
  const disabled = settings === undefined ? `${PARTNERS[partner].displayName} is not enabled.` : undefined;
  const stopped = paused?.message ?? disabled;
  return {
    partner,
    status: stopped !== undefined ? 'paused' : isWorking ? 'healthy' : 'degraded',
    reason: stopped ?? (isWorking ? null : (last_failure?.message ?? 'The next call probes the partner.')),
    breaker,
    backlog: backlog.count,
    oldest_age_seconds: backlog.oldestMs === undefined ? 0 : Math.max(0, unixSeconds(nowMs - backlog.oldestMs)),
    rate_per_second: rateOf(settings),
    in_flight: inFlightOf(state, nowMs),
    last_success_at: last_success_at === null ? null : unixSeconds(last_success_at),
  };
}

/** The rate of the settings; null without valid ones. */
function rateOf(settings: unknown): number | null {
  return IntegrationSettingsSchema.safeParse(settings).data?.requests_per_second ?? null;
}
