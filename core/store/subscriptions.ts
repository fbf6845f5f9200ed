import { HubError } from '../domain/errors.ts';
import { NO_FAILURES, type Subscription, SubscriptionSchema } from '../webhooks/subscription.ts';
import { ENTITY } from './names.ts';
import { getItem, queryAll, type Table } from './table.ts';
import { saveNextVersion, setAttributes } from './update.ts';
import { insertItem, versionConflict, type Write } from './write.ts';

/** Subscriptions: one item each, in a partition per organization that also counts them. */

export const MAX_SUBSCRIPTIONS = 20;

function partition(orgId: string): string {
  return `ORG#${orgId}#SUBSCRIPTIONS`;
}
function subscriptionKey(orgId: string, id: string) {
  return { pk: partition(orgId), sk: `SUBSCRIPTION#${id}` };
}
function countKey(orgId: string) {
  return { pk: partition(orgId), sk: 'COUNT' };
}

export function subscriptionFromItem(item: unknown): Subscription {
  return SubscriptionSchema.parse(item);
}

/** The organization's subscriptions, the oldest first; strongly consistent. */
export async function querySubscriptions(table: Table, orgId: string): Promise<Subscription[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :subscription)',
    ExpressionAttributeValues: { ':pk': partition(orgId), ':subscription': 'SUBSCRIPTION#' },
    ConsistentRead: true,
  });
  return items.map(subscriptionFromItem).sort((a, b) => a.created_at - b.created_at);
}

/** A subscription, strongly consistent; undefined when there is none. */
export async function findSubscription(table: Table, orgId: string, id: string): Promise<Subscription | undefined> {
  const item = await getItem(table, subscriptionKey(orgId, id));
  return item && subscriptionFromItem(item);
}

/** As `findSubscription`. Throws `subscription.not_found`, also for another organization's id. */
export async function loadSubscription(table: Table, orgId: string, id: string): Promise<Subscription> {
  const found = await findSubscription(table, orgId, id);
  if (!found) throw subscriptionNotFound(id);
  return found;
}

function subscriptionNotFound(id: string): HubError {
  return new HubError('subscription.not_found', `There is no subscription ${id}.`);
}

/** Throws `subscription.limit` when the organization has twenty: before a secret is created for one more. */
export async function requirePlace(table: Table, orgId: string): Promise<void> {
  const subscriptions = await querySubscriptions(table, orgId);
  if (subscriptions.length >= MAX_SUBSCRIPTIONS) throw limitReached();
}

function limitReached(): HubError {
  const message = `An organization has at most ${MAX_SUBSCRIPTIONS} subscriptions: delete one first.`;
  return new HubError('subscription.limit', message);
}

/** Inserts a subscription. Fails with `subscription.limit` when the organization has twenty. */
export function saveNewSubscription(subscription: Subscription): Write[] {
  const { org_id, id } = subscription;
  return [
    {
      update: {
        Key: countKey(org_id),
        UpdateExpression: 'SET subscriptions = if_not_exists(subscriptions, :none) + :one',
        ConditionExpression: 'attribute_not_exists(pk) OR subscriptions < :max',
        ExpressionAttributeValues: { ':none': 0, ':one': 1, ':max': MAX_SUBSCRIPTIONS },
      },
      onConditionFailed: limitReached,
    },
    insertItem(id, { ...subscriptionKey(org_id, id), entity: ENTITY.subscription, ...subscription }),
  ];
}

/** Deletes a subscription. Fails with `subscription.not_found` when another call has. Its deliveries expire. */
export function deleteSubscription({ org_id, id }: Subscription): Write[] {
  return [
    {
      delete: { Key: subscriptionKey(org_id, id), ConditionExpression: 'attribute_exists(pk)' },
      onConditionFailed: () => subscriptionNotFound(id),
    },
    {
      update: {
        Key: countKey(org_id),
        UpdateExpression: 'SET subscriptions = subscriptions - :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ];
}

/** Saves what a person or the hub has changed, on condition that the stored one is still the version that was read. */
export function saveSubscription(seen: Subscription, next: Subscription): Write {
  const { url, event_types, description, state, disabled_for, secret_version, updated_at, version } = next;
  const attributes = { url, event_types, description, state, disabled_for, secret_version, updated_at, version };
  // Attempts save the failures too, and leave the version as it is.
  const reset = next.failures === 0 && seen.failures > 0 ? NO_FAILURES : {};
  const key = subscriptionKey(seen.org_id, seen.id);
  return saveNextVersion(key, { id: seen.id, seen: seen.version }, { ...attributes, ...reset });
}

/** Counts a failed attempt, beside those that fail at the same time. */
export function saveFailure({ org_id, id, failing_since }: Subscription, error: string, nowMs: number): Write {
  const set = setAttributes({ last_failure: error, ...(failing_since === 0 && { failing_since: nowMs }) });
  return {
    update: {
      Key: subscriptionKey(org_id, id),
      ...set,
      UpdateExpression: `SET failures = failures + :one, ${set.UpdateExpression.slice('SET '.length)}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ':one': 1 },
    },
    onConditionFailed: versionConflict(id),
  };
}

/** Forgets the failures of a subscription whose receiver accepts messages again. */
export function saveRecovery({ org_id, id }: Subscription): Write {
  return {
    update: {
      Key: subscriptionKey(org_id, id),
      ...setAttributes(NO_FAILURES),
      ConditionExpression: 'attribute_exists(pk)',
    },
    onConditionFailed: versionConflict(id),
  };
}

/** Lets one attempt probe a failing receiver until then; fails with `conflict.version` while another one does. */
export function saveProbe({ org_id, id }: Subscription, untilMs: number, nowMs: number): Write {
  return {
    update: {
      Key: subscriptionKey(org_id, id),
      UpdateExpression: 'SET probe_until = :until',
      ConditionExpression: 'probe_until <= :now',
      ExpressionAttributeValues: { ':until': untilMs, ':now': nowMs },
    },
    onConditionFailed: versionConflict(id),
  };
}
