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

/** Whether an integration works, and why not. */
export function statusOf(partner: Partner, state: IntegrationState, enabled: boolean, nowMs: number) {
  const { paused, last_failure } = state;
  const isWorking = breakerOf(state, nowMs) === 'closed' && state.failures === 0;
  const disabled = enabled ? undefined : `${PARTNERS[partner].displayName} is not enabled.`;
  const stopped = paused?.message ?? disabled;
  return {
    status: stopped !== undefined ? 'paused' : isWorking ? 'healthy' : 'degraded',
    reason: stopped ?? (isWorking ? null : (last_failure?.message ?? 'The next call probes the partner.')),
  };
}

/** The worst of all: `paused` waits for a person, `degraded` for a partner, a receiver, or a person's decision. */
export function overallStatus(
  integrations: readonly { readonly status: string; readonly needs_attention: number }[],
  failingSubscriptions: number,
) {
  if (integrations.some(({ status }) => status === 'paused')) return 'paused';
  const isDegraded = integrations.some(({ status, needs_attention }) => status === 'degraded' || needs_attention > 0);
  return isDegraded || failingSubscriptions > 0 ? 'degraded' : 'healthy';
}

/** An integration's health as the API shows it. `last_success_at` is in Unix seconds. */
export function viewHealth(partner: Partner, { state, settings, backlog }: IntegrationHealth, nowMs: number) {
  const { last_success_at } = state;
  return {
    partner,
    ...statusOf(partner, state, settings !== undefined, nowMs),
    breaker: breakerOf(state, nowMs),
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
