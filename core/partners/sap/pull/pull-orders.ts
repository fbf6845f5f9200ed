import * as z from 'zod/mini';
import { parseJson } from '../../../domain/json.ts';
import type { PullEnvironment } from '../../../pull/pull-environment.ts';
import type { Pull } from '../../../pull/puller.ts';
import type { PulledOrder } from '../../../pull/records.ts';
import { hubNumberOf } from '../mappers.ts';
import { listChangedOrders, type SapOrderMark } from '../operations/list-changed-orders.ts';
import { readOrderDeliveries } from '../operations/read-order-deliveries.ts';
import { positionOf, type SapRow } from '../reader.ts';
import type { OpenSap } from './open-sap.ts';
import { toPulledOrder } from './to-pulled-order.ts';

/** SAP may list a change after later ones: each pull reads this much of the last one again. */
const OVERLAP_MS = 60 * 60 * 1000;

/**
 * The hub's orders that have changed in SAP since the last pull, by the time of their last change. Of the others only the
 * headers are read. The cursor is the last order read, and so is `since`.
 */
export function pullOrders(openSap: OpenSap, { ownOrders }: Pick<PullEnvironment, 'ownOrders'>): Pull<PulledOrder> {
  return async ({ orgId, cursor, since }, context) => {
    const { settings, client } = await openSap(orgId);
    const after = cursor === undefined ? withOverlap(markOf(since)) : markOf(cursor);
    const { rows, unreadable, last } = await listChangedOrders(client, context, after);
    const own = await ownOrders(
      orgId,
      rows.map(({ PurchaseOrder }) => hubNumberOf(PurchaseOrder)),
    );
    const changed = rows.filter(({ PurchaseOrder }) => own.has(hubNumberOf(PurchaseOrder)));
    const numbers = changed.map(({ PurchaseOrder }) => PurchaseOrder);
    const deliveries = await readOrderDeliveries(client, context, settings, numbers);
    const found = { records: changed.map((order) => toPulledOrder(order, deliveries)), unreadable };
    if (last) return { ...found, next: textOf(last) };
    const end = rows.at(-1);
    return { ...found, since: end ? textOf(end) : (cursor ?? since) };
  };
}

const MarkSchema = z.object({ at: z.string(), number: z.string() });

function textOf(row: SapRow): string {
  const mark: SapOrderMark = { at: positionOf(row, 'LastChangeDateTime'), number: positionOf(row, 'PurchaseOrder') };
  return JSON.stringify(mark);
}

function markOf(position: string | undefined): SapOrderMark | undefined {
  return position === undefined ? undefined : MarkSchema.safeParse(parseJson(position)).data;
}

function withOverlap(mark: SapOrderMark | undefined): SapOrderMark | undefined {
  return mark && { at: new Date(Date.parse(mark.at) - OVERLAP_MS).toISOString(), number: '' };
}
