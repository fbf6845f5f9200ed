import type { PurchaseOrder } from '../domain/purchase-order.ts';
import { MAX_READ, type Page, type Placed, takePage, WIDE_PAGE } from './list-page.ts';
import { loadOrders, orderListPartition, supplierOrdersPartition } from './purchase-orders.ts';
import { queryPage, type Table } from './table.ts';

/** Orders by the filters of their list, newest first. */

/** An absent filter matches every order. */
export interface OrderFilter {
  readonly status?: string | undefined;
  readonly supplier_id?: string | undefined;
  readonly vendor_id?: string | undefined;
}

/** Where an order stands in the list: creation time in milliseconds, then id. */
export const ORDER_POSITION = /^\d{15}#po_[0-9A-Za-z]{14}$/;

/**
 * Up to `limit` orders that match every filter, newest first, from `after` on: the `next` of the page before. The indexes give
 * the order, some milliseconds old; the orders are read consistently, so that a page has no outdated status.
 */
export async function queryOrders(
  table: Table,
  orgId: string,
  filter: OrderFilter,
  limit: number,
  after?: string,
): Promise<Page<PurchaseOrder>> {
  return takePage(ordersNewestFirst(table, orgId, filter, limit, after), limit);
}

/** The orders that match. */
async function* ordersNewestFirst(
  table: Table,
  orgId: string,
  filter: OrderFilter,
  limit: number,
  after: string | undefined,
): AsyncIterable<Placed<PurchaseOrder>> {
  const { ranges, coversFilter } = rangesOf(orgId, filter);
  const count = coversFilter ? limit + 1 : WIDE_PAGE;
  let before = after;
  for (let read = count; ; read += count) {
    const positions = await newestPositions(table, ranges, count, before);
    const orders = await loadOrders(table, orgId, positions.map(idAt));
    for (const position of positions) {
      const order = orders.get(idAt(position));
      if (order && matches(order, filter)) yield { position, entry: order };
    }
    before = positions.at(-1);
    if (before === undefined || positions.length < count) return;
    if (read >= MAX_READ) yield { position: before };
  }
}

function idAt(position: string): string {
  return position.slice(position.indexOf('#') + 1);
}

/** A part of an index whose sort keys are positions behind a prefix. */
interface Range {
  readonly index: 'gsi1' | 'gsi2';
  readonly partition: string;
  readonly prefix: string;
}

/** A supplier's orders are in two ranges: what it has not confirmed yet, and all others. */
function rangesOf(orgId: string, { status, supplier_id, vendor_id }: OrderFilter) {
  if (supplier_id === undefined) {
    const range = { index: 'gsi1', partition: orderListPartition(orgId), prefix: '' } as const;
    return { ranges: [range], coversFilter: status === undefined && vendor_id === undefined };
  }
  const partition = supplierOrdersPartition(orgId, supplier_id);
  const [pending, sent]: Range[] = ['PENDING#', 'SENT#'].map((prefix) => ({ index: 'gsi2', partition, prefix }));
  const ranges = [pending, sent].filter((range) => range !== undefined);
  const isPending = status === 'pending_submission';
  return {
    ranges: status === undefined ? ranges : ranges.filter((range) => (range === pending) === isPending),
    coversFilter: (status === undefined || isPending) && vendor_id === undefined,
  };
}

/** The newest `count` positions of all ranges, before a position. */
async function newestPositions(
  table: Table,
  ranges: readonly Range[],
  count: number,
  before: string | undefined,
): Promise<string[]> {
  const found = new Set<string>();
  // One after another: an order that is confirmed meanwhile is in one of them.
  for (const range of ranges) {
    for (const position of await newestOfRange(table, range, count, before)) found.add(position);
  }
  return [...found].sort().reverse().slice(0, count);
}

async function newestOfRange(
  table: Table,
  { index, partition, prefix }: Range,
  count: number,
  before: string | undefined,
): Promise<string[]> {
  const { items } = await queryPage(table, {
    IndexName: index,
    KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
    ExpressionAttributeNames: { '#pk': `${index}pk`, '#sk': `${index}sk` },
    // Positions begin with digits, after which comes a colon. BETWEEN includes its ends, so that one more is read.
    ExpressionAttributeValues: { ':pk': partition, ':first': `${prefix}0`, ':last': `${prefix}${before ?? ':'}` },
    ScanIndexForward: false,
    Limit: before === undefined ? count : count + 1,
  });
  const positions = items.map((item) => String(item[`${index}sk`]).slice(prefix.length));
  return positions.filter((position) => position !== before).slice(0, count);
}

function matches(order: PurchaseOrder, filter: OrderFilter): boolean {
  return (
    (filter.status === undefined || order.status === filter.status) &&
    (filter.supplier_id === undefined || order.supplier_id === filter.supplier_id) &&
    (filter.vendor_id === undefined || order.vendor_id === filter.vendor_id)
  );
}
