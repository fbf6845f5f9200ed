import * as z from 'zod/mini';
import { HubError } from '../domain/errors.ts';
import { ERP_SOURCES, type ErpSource } from '../domain/procurement-request.ts';
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

/** The organization's orders, by `orderSortKey`. */
export function orderListPartition(orgId: string): string {
  return `ORG#${orgId}#PURCHASE_ORDERS`;
}
/** A supplier's orders: `PENDING#` or `SENT#`, then `orderSortKey`. */
export function supplierOrdersPartition(orgId: string, supplierId: string): string {
  return `ORG#${orgId}#SUPPLIER_ORDERS#${supplierId}`;
}

/** The sort key of the lists: the second of creation in milliseconds, then id. */
function orderSortKey({ id, created_at }: PurchaseOrder): string {
  return `${sortableTime(created_at * 1000)}#${id}`;
}

/** The index keys: gsi1 and gsi2 list orders, gsi3 finds one by its number at its ERP. */
function indexKeys(order: PurchaseOrder) {
  return {
    gsi1pk: orderListPartition(order.org_id),
    gsi1sk: orderSortKey(order),
    ...supplierKeys(order),
    ...numberKeys(order),
  };
}

/** What the supplier has to confirm stands apart. */
function supplierKeys(order: PurchaseOrder) {
  const { org_id, supplier_id, status } = order;
  if (supplier_id === null) return { gsi2pk: undefined, gsi2sk: undefined };
  const group = status === 'pending_submission' ? 'PENDING' : 'SENT';
  return { gsi2pk: supplierOrdersPartition(org_id, supplier_id), gsi2sk: `${group}#${orderSortKey(order)}` };
}

function numberKeys({ org_id, erp_source, erp_po_number }: PurchaseOrder) {
  if (erp_po_number === null || erp_source === 'manual') return { gsi3pk: undefined, gsi3sk: undefined };
  return { gsi3pk: numberPartition(org_id, erp_source), gsi3sk: erp_po_number };
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

const ERP_NAMES = ERP_SOURCES.filter((source) => source !== 'manual');

/** The ids of the orders that have a number at one of the ERPs, some milliseconds old. */
export async function findOrderIds(table: Table, orgId: string, number: string): Promise<string[]> {
  const found = await inParallel(ERP_NAMES, (source) => findOrdersByNumber(table, { orgId, source }, [number]));
  return found.flatMap((ids) => [...ids.values()]);
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

/**
 * What most orders don't have is absent rather than null, which keeps them under 1 KB: the unit of a write. Of these fields, an
 * order keeps what it once has.
 */
function attributesOf({ lines, supplier_id, awaits_acknowledgement, invoice_state, ...order }: PurchaseOrder) {
  return {
    ...order,
    supplier_id: supplier_id ?? undefined,
    awaits_acknowledgement: awaits_acknowledgement || undefined,
    invoice_state: invoice_state ?? undefined,
    lines: lines.map(({ mpn, unit, contract_number, supplier, ...line }) => ({
      ...line,
      mpn: mpn ?? undefined,
      unit: unit ?? undefined,
      contract_number: contract_number ?? undefined,
      supplier: supplier ?? undefined,
    })),
  };
}

/** Inserts an order. Its sync records are saved in the same transaction. */
export function saveNewOrder(order: PurchaseOrder): Write {
  const key = orderKey(order.org_id, order.id);
  return insertItem(order.id, { ...key, entity: ENTITY.purchaseOrder, ...indexKeys(order), ...attributesOf(order) });
}

/** Saves the next version of an order, on condition that the stored one is the version before. */
export function saveOrder(next: PurchaseOrder): Write {
  const version = { id: next.id, seen: next.version - 1 };
  return saveNextVersion(orderKey(next.org_id, next.id), version, attributesOf(next), indexKeys(next));
}
