import { saveDelivery } from '../../store/deliveries.ts';
import { findSubscription, saveFailure, saveProbe, saveRecovery, saveSubscription } from '../../store/subscriptions.ts';
import type { Table } from '../../store/table.ts';
import { tryCommit } from '../../store/write.ts';
import {
  DONE,
  MAX_MESSAGE_DELAY_MS,
  type MessageOutcome,
  NEEDS_ATTENTION,
  retryAt,
} from '../../sync/message-outcome.ts';
import { type AttemptResult, attemptEnded, type Delivery, LEASE_MS, notBefore } from '../../webhooks/delivery.ts';
import {
  changed,
  type DisabledReason,
  disabling,
  endedBy,
  isProbed,
  type Subscription,
} from '../../webhooks/subscription.ts';
import type { SendMessage } from './send-message.ts';

export interface DelivererOptions {
  readonly table: Table;
  readonly send: SendMessage;
  readonly clock: () => number;
  readonly random: () => number;
}

/** Attempts to deliver, and what they tell of the receiver. */
export function createDeliverer({ table, send, clock, random }: DelivererOptions) {
  /** Whether an attempt may begin: of a receiver that keeps failing, one at a time. */
  const admits = async (subscription: Subscription): Promise<boolean> =>
    !isProbed(subscription) || tryCommit(table, [saveProbe(subscription, clock() + LEASE_MS, clock())]);

  const outcomeOf = (delivery: Delivery, maxMs = MAX_MESSAGE_DELAY_MS): MessageOutcome => {
    const isSoon = notBefore(delivery) <= clock() + maxMs;
    // The sweep brings longer waits to their end.
    return delivery.state === 'pending' && isSoon ? retryAt(notBefore(delivery), clock()) : DONE;
  };

  /** Takes an attempt that is saved as begun. */
  const attempt = async (subscription: Subscription, begun: Delivery): Promise<MessageOutcome> => {
    const result = await send(subscription, begun);
    const next = attemptEnded(begun, result, random(), clock());
    // If that fails, the attempt has outlived its lease, and the sweep sees to another one.
    await tryCommit(table, [saveDelivery(begun, next)]);
    const ended = await saveResult(subscription, result);
    return ended ? { kind: NEEDS_ATTENTION, code: `subscription.${ended}` } : outcomeOf(next);
  };

  /** Counts a failure, or forgets those before a success. Returns why it ended the subscription, if it did. */
  const saveResult = async (
    seen: Subscription,
    { status, error }: AttemptResult,
  ): Promise<DisabledReason | undefined> => {
    if (error === null) {
      if (seen.failures > 0) await tryCommit(table, [saveRecovery(seen)]);
      return undefined;
    }
    await tryCommit(table, [saveFailure(seen, error, clock())]);
    const reason = endedBy(seen, { status, error }, clock());
    const latest = reason && (await findSubscription(table, seen.org_id, seen.id));
    if (!latest || latest.state === 'disabled') return undefined;
    const isSaved = await tryCommit(table, [
      saveSubscription(latest, changed(latest, disabling(reason, clock()), clock())),
    ]);
    return isSaved ? reason.code : undefined;
  };

  return { admits, attempt, outcomeOf };
}
