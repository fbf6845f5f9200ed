import type { HubEvent } from '../../../events/event.ts';
import { isPublicEventType } from '../../../events/names.ts';
import { findDelivery, saveDelivery, saveNewDelivery } from '../../store/deliveries.ts';
import { findSubscription, querySubscriptions } from '../../store/subscriptions.ts';
import { tryCommit } from '../../store/write.ts';
import { CLOCK_SKEW_MS } from '../../sync/clock-skew.ts';
import { DONE, type MessageOutcome, NEEDS_ATTENTION } from '../../sync/message-outcome.ts';
import { attemptBegun, newDelivery, notBefore, probeAwaited, undeliverable } from '../../webhooks/delivery.ts';
import { payloadOf } from '../../webhooks/message.ts';
import { isProbed, type Subscription, wantsEvent } from '../../webhooks/subscription.ts';
import { createDeliverer, type DelivererOptions } from './deliverer.ts';

/**
 * Delivers an event to the organization's subscriptions, at least once each: a delivery is on record before its receiver is
 * called, and stays pending until it is accepted or its attempts are used up. The deliveries of an event do not wait for
 * each other.
 */
export function createNotifier(options: DelivererOptions) {
  const { table, clock, random } = options;
  const { admits, attempt, outcomeOf } = createDeliverer(options);

  const deliver = async (subscription: Subscription, event: HubEvent): Promise<MessageOutcome> => {
    const { org_id, id } = subscription;
    const delivery = newDelivery(subscription, event, payloadOf(event), clock());
    // Its retry must not use up the probe before `proceed` asks for it.
    if (isProbed(subscription) && (await findDelivery(table, org_id, id, delivery.id))) {
      return proceed(org_id, id, delivery.id);
    }
    const isAdmitted = await admits(subscription);
    const first = isAdmitted ? attemptBegun(delivery, clock()) : probeAwaited(delivery, random(), clock());
    if (!(await tryCommit(table, [saveNewDelivery(first)]))) return proceed(org_id, id, delivery.id);
    return isAdmitted ? attempt(subscription, first) : outcomeOf(first);
  };

  /**
   * The next attempt of a delivery that is on record, if it is due. A message that comes earlier than `maxEarlyMs` ends:
   * another one has brought the delivery on since, and two would never become one again.
   */
  const proceed = async (
    orgId: string,
    subscriptionId: string,
    id: string,
    maxEarlyMs?: number,
  ): Promise<MessageOutcome> => {
    const delivery = await findDelivery(table, orgId, subscriptionId, id);
    if (delivery?.state !== 'pending') return DONE;
    if (notBefore(delivery) > clock()) return outcomeOf(delivery, maxEarlyMs);
    const subscription = await findSubscription(table, orgId, subscriptionId);
    if (subscription?.state !== 'enabled') {
      const error = `The subscription is ${subscription ? 'disabled' : 'deleted'}.`;
      await tryCommit(table, [saveDelivery(delivery, undeliverable(delivery, error, clock()))]);
      return DONE;
    }
    const isAdmitted = await admits(subscription);
    const next = isAdmitted ? attemptBegun(delivery, clock()) : probeAwaited(delivery, random(), clock());
    // Another message may have begun an attempt meanwhile.
    if (!(await tryCommit(table, [saveDelivery(delivery, next)]))) return DONE;
    return isAdmitted ? attempt(subscription, next) : outcomeOf(next);
  };

  return async (event: HubEvent): Promise<MessageOutcome> => {
    const { org_id, event_type, subject } = event;
    if (event_type === 'procurement.delivery.became_due') {
      return proceed(org_id, event.data.subscription_id, subject.id, CLOCK_SKEW_MS);
    }
    if (!isPublicEventType(event_type)) return DONE;
    // Not remembered: a subscription gets every event from its creation on.
    const subscriptions = await querySubscriptions(table, org_id);
    const wanted = subscriptions.filter((one) => wantsEvent(one, { event_type, subject }));
    const results = await Promise.allSettled(wanted.map((subscription) => deliver(subscription, event)));
    const outcomes = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    // The message comes again for those that failed in the hub; the others are on record.
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return merged(outcomes);
  };
}

/** What one message leads to for all of its deliveries: what needs attention first, then the earliest retry. */
function merged(outcomes: readonly MessageOutcome[]): MessageOutcome {
  const attention = outcomes.find(({ kind }) => kind === NEEDS_ATTENTION);
  if (attention) return attention;
  const waits = outcomes.flatMap((outcome) => (outcome.kind === 'retry' ? [outcome.afterMs] : []));
  return waits.length > 0 ? { kind: 'retry', afterMs: Math.min(...waits) } : DONE;
}
