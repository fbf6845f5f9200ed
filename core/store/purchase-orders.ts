import * as z from 'zod/mini';
import { HubError } from '../domain/errors.ts';
import type { ErpSource } from '../domain/procurement-request.ts';
import { type PurchaseOrder, PurchaseOrderSchema } from '../domain/purchase-order.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { sortableTime } from './due-index.ts';
import { inParallel } from './in-parallel.ts';
import { ENTITY } from './names.ts';
import { subjectPartition, syncRecordFromItem } from './sync-records.ts';
import { queryAll, readItems, type Table } from './table.ts';
import { saveNextVersion } from './update.ts';
import { insertItem, type Write } from './write.ts';

/** Purchase orders: one item each, in a partition that also holds the order's sync records. */

function orderKey(orgId: string, id: string) {
  return { pk: subjectPartition('purchase_order', orgId, id), sk: 'PURCHASE_ORDER' };
}

export function orderFromItem(item: unknown): PurchaseOrder {
  return PurchaseOrderSchema.parse(item);
}

export interface SyncedOrder {
  readonly order: PurchaseOrder;
  readonly records: readonly SyncRecord[];
}

/** An order and its sync records, in one strongly consistent query. Throws `order.not_found`. */
export async function loadOrder(table: Table, orgId: string, id: string): Promise<SyncedOrder> {
  const found = await findOrder(table, orgId, id);
  if (!found) throw new HubError('order.not_found', `There is no purchase order ${id}.`);
  return found;
}

/** As `loadOrder`; undefined when there is no such order. */
export async function findOrder(table: Table, orgId: string, id: string): Promise<SyncedOrder | undefined> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': orderKey(orgId, id).pk },
    ConsistentRead: true,
  });
  const order = items.find(({ entity }) => entity === ENTITY.purchaseOrder);
  const records = items.filter(({ entity }) => entity === ENTITY.syncRecord);
  return order && { order: orderFromItem(order), records: records.map(syncRecordFromItem) };
}

export function numberPartition(orgId: string, source: ErpSource): string {
  return `ORG#${orgId}#ERP_NUMBERS#${source}`;
}

/** gsi3 finds an order by its number at its ERP. */
function numberKeys({ org_id, erp_source, erp_po_number }: PurchaseOrder) {
  if (erp_po_number === null || erp_source === 'manual') return { gsi3pk: undefined, gsi3sk: undefined };
  return { gsi3pk: numberPartition(org_id, erp_source), gsi3sk: erp_po_number };
}

/** gsi1 lists an organization's orders, gsi2 those of a supplier: what waits for it, and what it has confirmed. */
export function orderListPartition(orgId: string): string {
  return `ORG#${orgId}#PURCHASE_ORDERS`;
}
export function supplierOrdersPartition(orgId: string, supplierId: string): string {
  return `ORG#${orgId}#SUPPLIER_ORDERS#${supplierId}`;
}

function listKeys({ id, org_id, supplier_id, status, created_at }: PurchaseOrder) {
  const sortKey = `${sortableTime(created_at * 1000)}#${id}`;
  const list = { gsi1pk: orderListPartition(org_id), gsi1sk: sortKey };
  if (supplier_id === null) return { ...list, gsi2pk: undefined, gsi2sk: undefined };
  const state = status === 'pending_submission' ? 'PENDING' : 'SENT';
  return { ...list, gsi2pk: supplierOrdersPartition(org_id, supplier_id), gsi2sk: `${state}#${sortKey}` };
}

const NumberEntrySchema = z.object({ pk: z.string() });

/** The ids of an ERP's orders, some milliseconds old, by number; numbers of other orders are left out. */
export async function findOrdersByNumber(
  table: Table,
  { orgId, source }: { readonly orgId: string; readonly source: ErpSource },
  numbers: readonly string[],
): Promise<Map<string, string>> {
  const prefix = orderKey(orgId, '').pk;
  const found = await inParallel(numbers, async (number) => {
    const items = await queryAll(table, {
      IndexName: 'gsi3',
      KeyConditionExpression: 'gsi3pk = :pk AND gsi3sk = :sk',
      ExpressionAttributeValues: { ':pk': numberPartition(orgId, source), ':sk': number },
    });
    return items.map((item): [string, string] => [number, NumberEntrySchema.parse(item).pk.slice(prefix.length)]);
  });
  return new Map(found.flat());
}

/** The orders of ids, by id, strongly consistent, without their sync records. */
export async function loadOrders(
  table: Table,
  orgId: string,
  ids: readonly string[],
): Promise<Map<string, PurchaseOrder>> {
  const keys = ids.map((id) => orderKey(orgId, id));
  const orders = (await readItems(table, keys, true)).map(orderFromItem);
  return new Map(orders.map((order) => [order.id, order]));
}

/** Inserts an order. Its sync records are saved in the same transaction. */
export function saveNewOrder(order: PurchaseOrder): Write {
  const key = orderKey(order.org_id, order.id);
  return insertItem(order.id, {
    ...key,
    entity: ENTITY.purchaseOrder,
    ...numberKeys(order),
    ...listKeys(order),
    ...order,
  });
}

/** Saves the next version of an order, on condition that the stored one is the version before. */
export function saveOrder(next: PurchaseOrder): Write {
  const version = { id: next.id, seen: next.version - 1 };
  return saveNextVersion(orderKey(next.org_id, next.id), version, next, { ...numberKeys(next), ...listKeys(next) });
}
