import * as z from 'zod/mini';
import { parseJson } from '../../../domain/json.ts';
import type { PullEnvironment } from '../../../pull/pull-environment.ts';
import type { Pull } from '../../../pull/puller.ts';
import type { PulledOrder } from '../../../pull/records.ts';
import { hubNumberOf } from '../mappers.ts';
import { listChangedOrders } from '../operations/list-changed-orders.ts';
import { readOrderDeliveries } from '../operations/read-order-deliveries.ts';
import type { SapChangedOrder } from '../pull-schemas.ts';
import { positionOf, type SapRow } from '../reader.ts';
import { isSapReference, sapReference } from '../settings.ts';
import type { OpenSap } from './open-sap.ts';
import { toPulledOrder } from './to-pulled-order.ts';

/** SAP may list a change after later ones: each pull reads this much of the last one again. */
const OVERLAP_MS = 60 * 60 * 1000;

/**
 * The hub's orders that have changed in SAP since the last pull, by the time of their last change. Of the others only the
 * headers are read. The cursor is the last order read, and so is `since`, unless the hub has sent one of them and has no
 * number of it yet: what has arrived of it is read once it is known.
 */
export function pullOrders(
  openSap: OpenSap,
  { ownOrders, unsettledOrders }: Pick<PullEnvironment, 'ownOrders' | 'unsettledOrders'>,
): Pull<PulledOrder> {
  const sentReferences = async (orgId: string, rows: readonly SapChangedOrder[]): Promise<ReadonlySet<string>> => {
    const isNeeded = rows.some((row) => isSapReference(row.CorrespncExternalReference));
    return new Set(isNeeded ? (await unsettledOrders(orgId)).map((id) => sapReference(orgId, id)) : []);
  };

  return async ({ orgId, cursor, since }, context) => {
    const { settings, client } = await openSap(orgId);
    const after = cursor === undefined ? withOverlap(markOf(since)) : markOf(cursor);
    const { rows, unreadable, last } = await listChangedOrders(client, context, after);
    // Before the numbers: an order that is numbered meanwhile is then among them.
    const sent = await sentReferences(orgId, rows);
    const own = await ownOrders(
      orgId,
      rows.map(({ PurchaseOrder }) => hubNumberOf(PurchaseOrder)),
    );
    const changed = rows.filter(({ PurchaseOrder }) => own.has(hubNumberOf(PurchaseOrder)));
    const numbers = changed.map(({ PurchaseOrder }) => PurchaseOrder);
    const deliveries = await readOrderDeliveries(client, context, settings, numbers);
    const found = { records: changed.map((order) => toPulledOrder(order, deliveries)), unreadable };
    const unknown = rows.find((row) => sent.has(row.CorrespncExternalReference) && !changed.includes(row));
    const again = after?.again ?? unknown?.LastChangeDateTime;
    if (last) return { ...found, next: textOf(last, again) };
    if (again !== undefined) return { ...found, since: JSON.stringify({ at: again, number: '' }) };
    const end = rows.at(-1);
    return { ...found, since: end ? textOf(end) : (cursor ?? since) };
  };
}

const MarkSchema = z.object({
  at: z.string(),
  number: z.string(),
  /** When the first order changed that the hub has sent and has no number of yet: the next pull begins there. */
  again: z.optional(z.string()),
});
type Mark = z.infer<typeof MarkSchema>;

function textOf(row: SapRow, again?: string): string {
  const mark: Mark = {
    at: positionOf(row, 'LastChangeDateTime'),
    number: positionOf(row, 'PurchaseOrder'),
    ...(again !== undefined && { again }),
  };
  return JSON.stringify(mark);
}

function markOf(position: string | undefined): Mark | undefined {
  return position === undefined ? undefined : MarkSchema.safeParse(parseJson(position)).data;
}

function withOverlap(mark: Mark | undefined): Mark | undefined {
  return mark && { at: new Date(Date.parse(mark.at) - OVERLAP_MS).toISOString(), number: '' };
}
