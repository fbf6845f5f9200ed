import type { HubEvent } from '../../../events/event.ts';
import { unixSeconds } from '../../domain/time.ts';
import type { Delivery } from '../../webhooks/delivery.ts';
import type { Subscription } from '../../webhooks/subscription.ts';
import { ENTITY } from '../names.ts';
import { envelopeOf } from './envelope.ts';

/** The event of a subscription: the hub or a person has disabled it. */
export function subscriptionEvents(before: Subscription | undefined, after: Subscription): HubEvent[] {
  const { state, disabled_for, updated_at } = after;
  if (state !== 'disabled' || disabled_for === null || before?.state === state) return [];
  const about = envelopeOf(ENTITY.subscription, { ...after, occurred_at: unixSeconds(updated_at) });
  return [{ ...about('procurement.subscription.disabled'), data: { reason: disabled_for.code } }];
}

/** The event of a delivery: it is due, and its message did not bring it on. */
export function deliveryEvents(before: Delivery | undefined, after: Delivery): HubEvent[] {
  if (!before || before.notifications === after.notifications) return [];
  const { subscription_id, updated_at } = after;
  const about = envelopeOf(ENTITY.delivery, { ...after, occurred_at: unixSeconds(updated_at) });
  return [{ ...about('procurement.delivery.became_due'), data: { subscription_id } }];
}
