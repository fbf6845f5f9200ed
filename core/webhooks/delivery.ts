import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { unixSeconds } from '../domain/time.ts';
import { CLOCK_SKEW_MS } from '../sync/clock-skew.ts';
import { GRACE_MS, NotifiableSchema, notifiedAgain } from '../sync/notification.ts';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

/** One event on its way to one subscription. Times are milliseconds; 0 means none. */
export const DeliverySchema = z.object({
  org_id: z.string(),
  subscription_id: z.string(),
  id: z.string(),
  event_id: z.string(),
  event_type: z.string(),
  /** The body, the same in each attempt. */
  payload: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  /** Attempts before a person asked for another delivery, which has an allowance of its own. */
  attempts_before_redelivery: z.int(),
  /** From then on, no attempt follows one that fails. */
  give_up_at: z.int(),
  /** Until then an attempt may be under way. */
  lease_until: z.int(),
  next_attempt_at: z.int(),
  last_status: z.nullable(z.int()),
  last_error: z.nullable(z.string()),
  created_at: z.int(),
  updated_at: z.int(),
  ...NotifiableSchema.shape,
});
export type Delivery = z.infer<typeof DeliverySchema>;

/** How an attempt ended: the receiver's status, if it answered, and what is wrong in words, if it did not accept. */
export interface AttemptResult {
  readonly status: number | null;
  readonly error: string | null;
}

/** The longest that one attempt waits for its receiver. */
export const ATTEMPT_TIMEOUT_MS = 10_000;
/** An attempt that has not ended by then is lost. */
export const LEASE_MS = ATTEMPT_TIMEOUT_MS + 2 * CLOCK_SKEW_MS;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The waits between attempts: nine attempts in a day (procurement-api 136). */
const WAITS_MS = [5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 8 * HOUR, 10 * HOUR];
/** Longer than all waits with their jitter: it ends deliveries that wait for a failing receiver. */
const GIVE_UP_MS = 30 * HOUR;
/** How long a delivery waits while another one probes its receiver. */
const PROBE_WAIT_MS = 5 * MINUTE;

const ID_HASH_LENGTH = 20;
/** A delivery's id, which begins with the event's time in seconds: ids are in the events' order. */
export const DELIVERY_ID = /^dlv_\d{10}[0-9a-f]{20}$/;

interface DeliveredEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly occurred_at: number;
}

/** The same event has the same id for a subscription, however often its message comes. */
export function deliveryIdOf(subscriptionId: string, { event_id, occurred_at }: DeliveredEvent): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([subscriptionId, event_id]))
    .digest('hex');
  return `dlv_${String(occurred_at).padStart(10, '0')}${hash.slice(0, ID_HASH_LENGTH)}`;
}

export function newDelivery(
  { org_id, id: subscription_id }: { readonly org_id: string; readonly id: string },
  event: DeliveredEvent,
  payload: string,
  nowMs: number,
): Delivery {
  return {
    org_id,
    subscription_id,
    id: deliveryIdOf(subscription_id, event),
    event_id: event.event_id,
    event_type: event.event_type,
    payload,
    state: 'pending',
    attempts: 0,
    attempts_before_redelivery: 0,
    give_up_at: nowMs + GIVE_UP_MS,
    lease_until: 0,
    next_attempt_at: 0,
    due_at: nowMs + GRACE_MS,
    unanswered: 0,
    notifications: 0,
    last_status: null,
    last_error: null,
    created_at: nowMs,
    updated_at: nowMs,
    version: 0,
  };
}

/** No attempt may begin before this time. */
export function notBefore({ lease_until, next_attempt_at }: Delivery): number {
  return Math.max(lease_until, next_attempt_at);
}

/** The delivery as an attempt begins. It is saved before the receiver is called, so that a crash leaves it pending. */
export function attemptBegun(delivery: Delivery, nowMs: number): Delivery {
  const lease_until = nowMs + LEASE_MS;
  return saved({ ...delivery, attempts: delivery.attempts + 1, lease_until, unanswered: 0 }, lease_until, nowMs);
}

/** The delivery while another one probes the failing receiver. `random` is in [0, 1). */
export function probeAwaited(delivery: Delivery, random: number, nowMs: number): Delivery {
  const last_error = 'The receiver keeps failing: another delivery probes it.';
  if (nowMs >= delivery.give_up_at) return saved({ ...delivery, state: 'failed', last_error }, null, nowMs);
  return postponed({ ...delivery, last_error }, nowMs + jittered(PROBE_WAIT_MS, random), nowMs);
}

/** The delivery after an attempt: delivered, due for another, or failed for good. */
export function attemptEnded(
  delivery: Delivery,
  { status, error }: AttemptResult,
  random: number,
  nowMs: number,
): Delivery {
  const next: Delivery = { ...delivery, lease_until: 0, last_status: status, last_error: error };
  if (error === null) return saved({ ...next, state: 'delivered' }, null, nowMs);
  const wait = WAITS_MS[delivery.attempts - delivery.attempts_before_redelivery - 1];
  if (wait === undefined || nowMs >= delivery.give_up_at) return saved({ ...next, state: 'failed' }, null, nowMs);
  return postponed(next, nowMs + jittered(wait, random), nowMs);
}

/** The delivery of a subscription that is disabled or deleted. */
export function undeliverable(delivery: Delivery, error: string, nowMs: number): Delivery {
  return saved({ ...delivery, state: 'failed', lease_until: 0, last_error: error }, null, nowMs);
}

/** The delivery after a person asks for another one: it is attempted at once, whatever its state, with all attempts. */
export function redeliveryRequested(delivery: Delivery, nowMs: number): Delivery {
  const fresh: Delivery = {
    ...delivery,
    state: 'pending',
    attempts_before_redelivery: delivery.attempts,
    give_up_at: nowMs + GIVE_UP_MS,
    next_attempt_at: 0,
  };
  return { ...notifiedAgain(fresh, nowMs), updated_at: nowMs };
}

/** Receivers that failed together are not called together again. */
function jittered(ms: number, random: number): number {
  return Math.ceil(ms * (0.9 + random / 5));
}

function postponed(delivery: Delivery, nextMs: number, nowMs: number): Delivery {
  return saved({ ...delivery, next_attempt_at: nextMs }, nextMs, nowMs);
}

/** `wakeMs`: when something is to be done, if ever; the sweep notifies if the delivery's message does not bring it on. */
function saved(delivery: Delivery, wakeMs: number | null, nowMs: number): Delivery {
  return {
    ...delivery,
    next_attempt_at: wakeMs === null ? 0 : delivery.next_attempt_at,
    due_at: wakeMs === null ? null : wakeMs + GRACE_MS,
    updated_at: nowMs,
    version: delivery.version + 1,
  };
}

/** A delivery as the API shows it, without its body. Times are Unix seconds. */
export function viewDelivery(delivery: Delivery) {
  const { id, event_id, event_type, state, attempts, last_status, last_error, next_attempt_at } = delivery;
  return {
    id,
    event_id,
    event_type,
    state,
    attempts,
    last_status,
    last_error,
    next_attempt_at: state === 'pending' && next_attempt_at > 0 ? unixSeconds(next_attempt_at) : null,
    created_at: unixSeconds(delivery.created_at),
    updated_at: unixSeconds(delivery.updated_at),
  };
}
