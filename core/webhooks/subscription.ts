import * as z from 'zod/mini';
import type { PublicEventType } from '../../events/names.ts';
import { unixSeconds } from '../domain/time.ts';
import { RecordedErrorSchema, recordedAt } from '../sync/recorded-error.ts';

/** Stands in `event_types` for every public type, also for those that come later. */
export const ALL_EVENT_TYPES = '*';

/** An organization's endpoint for events (procurement-api 130). Times are milliseconds; 0 means none. */
export const SubscriptionSchema = z.object({
  org_id: z.string(),
  id: z.string(),
  url: z.string(),
  event_types: z.array(z.string()),
  description: z.nullable(z.string()),
  state: z.enum(['enabled', 'disabled']),
  /** Its code is the `reason` of the event. */
  disabled_for: z.nullable(z.extend(RecordedErrorSchema, { code: z.enum(['failing', 'gone', 'person']) })),
  /** The version of the subscription's secret whose keys sign: what the table names is true, whatever else was written. */
  secret_version: z.string(),
  /** Failed attempts since the last success, and when they began. */
  failures: z.int(),
  failing_since: z.int(),
  last_failure: z.nullable(z.string()),
  /** Of a failing one: until when an attempt probes the receiver, and no other begins. */
  probe_until: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
  /** Counts the changes of what people see; attempts leave it as it is. */
  version: z.int(),
});
export type Subscription = z.infer<typeof SubscriptionSchema>;
export type DisabledReason = NonNullable<Subscription['disabled_for']>['code'];

export type NewSubscription = Pick<
  Subscription,
  'org_id' | 'id' | 'url' | 'event_types' | 'description' | 'secret_version'
>;

export function newSubscription(input: NewSubscription, nowMs: number): Subscription {
  return {
    ...input,
    state: 'enabled',
    disabled_for: null,
    ...NO_FAILURES,
    created_at: nowMs,
    updated_at: nowMs,
    version: 1,
  };
}

/** The attributes of a subscription whose last attempt succeeded. */
export const NO_FAILURES = { failures: 0, failing_since: 0, last_failure: null, probe_until: 0 };

/** Whether the organization wants events of this type there. Nobody is told of their own subscription's end. */
export function wantsEvent(
  { id, state, event_types }: Subscription,
  { event_type, subject }: { readonly event_type: PublicEventType; readonly subject: { readonly id: string } },
): boolean {
  if (state === 'disabled' || subject.id === id) return false;
  return event_types.includes(ALL_EVENT_TYPES) || event_types.includes(event_type);
}

/** From so many failures in a row on, one attempt at a time probes the receiver: it can't hold the others' invocations. */
const PROBING_FROM = 10;

export function isProbed({ failures }: Subscription): boolean {
  return failures >= PROBING_FROM;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DISABLED_AFTER_MS = 5 * DAY_MS;

/** Why a failed attempt ends the subscription: the receiver is gone, or has failed for five days (procurement-api 137). */
export function endedBy(
  { failing_since }: Subscription,
  { status, error }: { readonly status: number | null; readonly error: string },
  nowMs: number,
): { readonly code: DisabledReason; readonly message: string } | undefined {
  if (status === 410) return { code: 'gone', message: 'The receiver answered 410: it wants no more events.' };
  if (failing_since === 0 || nowMs - failing_since < DISABLED_AFTER_MS) return undefined;
  return { code: 'failing', message: `Every attempt has failed for five days. The last one: ${error}` };
}

/** The change that ends a subscription until a person enables it. */
export function disabling(reason: { readonly code: DisabledReason; readonly message: string }, nowMs: number) {
  return { state: 'disabled', disabled_for: { ...recordedAt(reason, nowMs), code: reason.code } } as const;
}

/** The change that enables a subscription; it forgets the failures. */
export const ENABLING = { state: 'enabled', disabled_for: null, ...NO_FAILURES } as const;

/** The next version of a subscription. */
export function changed(subscription: Subscription, change: Partial<Subscription>, nowMs: number): Subscription {
  return { ...subscription, ...change, updated_at: nowMs, version: subscription.version + 1 };
}

/** A subscription as the API shows it, without its secret. Times are Unix seconds. */
export function viewSubscription(subscription: Subscription) {
  const { id, url, event_types, description, state, disabled_for, failing_since, last_failure, org_id } = subscription;
  return {
    id,
    url,
    event_types,
    description,
    enabled: state === 'enabled',
    disabled_reason: disabled_for?.message ?? null,
    disabled_at: disabled_for && unixSeconds(disabled_for.at),
    failing_since: failing_since > 0 ? unixSeconds(failing_since) : null,
    last_error: last_failure,
    created_at: unixSeconds(subscription.created_at),
    updated_at: unixSeconds(subscription.updated_at),
    org_id,
  };
}
