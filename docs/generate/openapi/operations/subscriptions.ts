import { type Operations, VERSIONED } from '../operation.ts';
import { listOf, pageOf } from '../schemas/common.ts';
import * as schemas from '../schemas/subscriptions.ts';

const tag = 'Notifications';

export const SUBSCRIPTION_OPERATIONS = {
  'GET /v1/subscriptions': {
    id: 'listSubscriptions',
    tag,
    summary: 'List subscriptions',
    description: 'The oldest first, without their secrets.',
    responses: { 200: listOf(schemas.Subscription) },
  },
  'POST /v1/subscriptions': {
    id: 'createSubscription',
    tag,
    summary: 'Subscribe an endpoint to events',
    description:
      'The response has the secret that signs, once: a repeated call with the same `Idempotency-Key` gets null instead. An organization has at most 20 subscriptions.',
    responses: { 201: schemas.SubscriptionWithSecret },
    etag: true,
  },
  'GET /v1/subscriptions/{id}': {
    id: 'getSubscription',
    tag,
    summary: 'Get a subscription',
    responses: { 200: schemas.Subscription },
    etag: true,
  },
  'PATCH /v1/subscriptions/{id}': {
    id: 'updateSubscription',
    tag,
    summary: 'Change a subscription',
    description: '`enabled: true` also enables one that the hub has disabled.',
    responses: { 200: schemas.Subscription },
    ...VERSIONED,
  },
  'DELETE /v1/subscriptions/{id}': {
    id: 'deleteSubscription',
    tag,
    summary: 'Delete a subscription with its secret',
    responses: { 200: schemas.DeletedSubscription },
  },
  'POST /v1/subscriptions/{id}/rotate': {
    id: 'rotateSubscriptionSecret',
    tag,
    summary: 'Rotate the secret of a subscription',
    description: 'The response has the new secret, once. The former one signs beside it for `overlap_seconds`.',
    responses: { 200: schemas.SubscriptionWithSecret },
    etag: true,
  },
  'POST /v1/subscriptions/{id}/test': {
    id: 'testSubscription',
    tag,
    summary: 'Send a test message',
    description: 'Also to a disabled subscription. The response tells what came back.',
    responses: { 200: schemas.SubscriptionTest },
  },
  'GET /v1/subscriptions/{id}/deliveries': {
    id: 'listDeliveries',
    tag,
    summary: 'List the deliveries of a subscription',
    description: 'Of the last 30 days, of the newest events first.',
    responses: { 200: pageOf(schemas.Delivery) },
  },
  'POST /v1/subscriptions/{id}/deliveries/{delivery_id}/redeliver': {
    id: 'redeliver',
    tag,
    summary: 'Deliver an event once more',
    description: 'Whatever became of the delivery, with the same `webhook-id` and body.',
    responses: { 202: schemas.Delivery },
  },
} satisfies Operations;
