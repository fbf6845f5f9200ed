import * as z from 'zod';
import { Count, Name, UnixSeconds } from './common.ts';

/** Whether a subscription works. */
export const subscriptionState = {
  enabled: z.boolean(),
  disabled_reason: Name.nullable(),
  disabled_at: UnixSeconds.nullable(),
  failing_since: UnixSeconds.nullable(),
  last_error: Name.nullable(),
};

const subscription = {
  id: Name,
  url: Name,
  event_types: z.array(Name).min(1),
  description: z.string().nullable(),
  ...subscriptionState,
  created_at: UnixSeconds,
  updated_at: UnixSeconds,
  org_id: Name,
};

export const Subscription = z.strictObject(subscription).meta({ id: 'Subscription' });

export const SubscriptionWithSecret = z
  .strictObject({ ...subscription, secret: Name.nullable() })
  .meta({ id: 'SubscriptionWithSecret' });

export const DeletedSubscription = z.strictObject({ id: Name, deleted: z.literal(true) });

export const SubscriptionTest = z.strictObject({
  id: Name,
  event_id: Name,
  delivered: z.boolean(),
  status: z.int().nullable(),
  error: Name.nullable(),
});

export const Delivery = z
  .strictObject({
    id: Name,
    event_id: Name,
    event_type: Name,
    state: z.enum(['pending', 'delivered', 'failed']),
    attempts: Count,
    last_status: z.int().nullable(),
    last_error: Name.nullable(),
    next_attempt_at: UnixSeconds.nullable(),
    created_at: UnixSeconds,
    updated_at: UnixSeconds,
  })
  .meta({ id: 'Delivery' });
