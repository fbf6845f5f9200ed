import { HubError } from '../domain/errors.ts';
import { unixSeconds } from '../domain/time.ts';
import { type Delivery, DeliverySchema } from '../webhooks/delivery.ts';
import { dueKeysOf, NOT_DUE } from './due-index.ts';
import { DUE_NOTICE, ENTITY, TABLE_KEYS } from './names.ts';
import { getItem, type Item, queryPage, type Table, type TableKey } from './table.ts';
import { saveNextVersion } from './update.ts';
import { insertItem, type Write } from './write.ts';

/** Deliveries: a partition per subscription, in the order of the events. gsi1 has those that are pending, for the sweep. */

const RETENTION_SECONDS = 30 * 24 * 60 * 60;

function deliveryKey(orgId: string, subscriptionId: string, id: string) {
  return { pk: `ORG#${orgId}#SUBSCRIPTION#${subscriptionId}`, sk: `DELIVERY#${id}` };
}

/** Whether an entry of the due index is a delivery. */
export function isDelivery({ sk }: { readonly sk: string }): boolean {
  return sk.startsWith('DELIVERY#');
}

export function deliveryFromItem(item: unknown): Delivery {
  return DeliverySchema.parse(item);
}

function dueKeys({ org_id, subscription_id, id, due_at }: Delivery) {
  return due_at === null ? NOT_DUE : dueKeysOf(id, due_at, [org_id, subscription_id, id]);
}

/** Inserts the delivery of an event; fails with `conflict.version` when the event's message has come before. */
export function saveNewDelivery(delivery: Delivery): Write {
  const { org_id, subscription_id, id, created_at } = delivery;
  return insertItem(id, {
    ...deliveryKey(org_id, subscription_id, id),
    entity: ENTITY.delivery,
    ...dueKeys(delivery),
    ...delivery,
    [TABLE_KEYS.ttl]: unixSeconds(created_at) + RETENTION_SECONDS,
  });
}

/** Saves the next state of a delivery, on condition that it has not changed since `seen` was read. */
export function saveDelivery(seen: Delivery, next: Delivery): Write {
  // The relay's filter matches it.
  const notice = next.notifications === seen.notifications ? undefined : DUE_NOTICE;
  const key = deliveryKey(seen.org_id, seen.subscription_id, seen.id);
  return saveNextVersion(key, { id: seen.id, seen: seen.version }, next, { ...dueKeys(next), notice });
}

/** A delivery, strongly consistent; undefined when there is none, or it has expired. */
export async function findDelivery(
  table: Table,
  orgId: string,
  subscriptionId: string,
  id: string,
): Promise<Delivery | undefined> {
  return findIndexedDelivery(table, deliveryKey(orgId, subscriptionId, id));
}

/** As `findDelivery`. Throws `delivery.not_found`. */
export async function loadDelivery(table: Table, orgId: string, subscriptionId: string, id: string): Promise<Delivery> {
  const found = await findDelivery(table, orgId, subscriptionId, id);
  if (!found) throw new HubError('delivery.not_found', `The subscription has no delivery ${id}.`);
  return found;
}

/** The delivery of an index entry, strongly consistent. */
export async function findIndexedDelivery(table: Table, key: TableKey): Promise<Delivery | undefined> {
  const item = await getItem(table, key);
  return item && deliveryFromItem(item);
}

export interface DeliveryPage {
  readonly deliveries: Delivery[];
  /** The id to continue after; absent on the last page. */
  readonly next?: string;
}

interface DeliveryQuery {
  readonly state: string | undefined;
  readonly limit: number;
  readonly after: string | undefined;
}

/** Deliveries that one page reads at most, where few of them match: the caller continues from there. */
const MAX_READ = 1000;

/** Up to `limit` deliveries in the state, if one is given, of the newest events first, from `after` on. */
export async function queryDeliveries(
  table: Table,
  { orgId, subscriptionId }: { readonly orgId: string; readonly subscriptionId: string },
  { state, limit, after }: DeliveryQuery,
): Promise<DeliveryPage> {
  const keyOf = (id: string) => deliveryKey(orgId, subscriptionId, id);
  const deliveries: Delivery[] = [];
  let start: Item | undefined = after === undefined ? undefined : keyOf(after);
  let read = 0;
  do {
    const page = await queryPage(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
      ExpressionAttributeValues: { ':pk': keyOf('').pk, ':delivery': 'DELIVERY#' },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit + 1,
      ExclusiveStartKey: start,
    });
    const found = page.items.map(deliveryFromItem);
    for (const delivery of found.filter((one) => state === undefined || one.state === state)) {
      const last = deliveries.at(-1);
      if (last && deliveries.length === limit) return { deliveries, next: last.id };
      deliveries.push(delivery);
    }
    start = page.last;
    read += found.length;
    const last = found.at(-1);
    if (start && last && read >= MAX_READ) return { deliveries, next: last.id };
  } while (start);
  return { deliveries };
}
