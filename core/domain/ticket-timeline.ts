import type { Receipt } from './order-receipts.ts';
import type { ProcurementRequest } from './procurement-request.ts';
import type { PurchaseOrder } from './purchase-order.ts';

/** An entry of a ticket's timeline (procurement-api 81). */
export interface TimelineEntry {
  readonly ticket_id: string;
  readonly action: string;
  readonly procurement_id: string;
  readonly by: string;
  readonly at: number;
}

type Step = Pick<TimelineEntry, 'action' | 'by' | 'at'>;

/** What happened to the requests of a ticket and their orders, oldest first: `entries` tells that they were created. */
export function timelineOf(
  entries: readonly TimelineEntry[],
  requests: ReadonlyMap<string, ProcurementRequest>,
  orders: ReadonlyMap<string, PurchaseOrder>,
): TimelineEntry[] {
  const timeline = entries.flatMap((entry) => {
    const { ticket_id, procurement_id } = entry;
    const request = requests.get(procurement_id);
    const order = orders.get(request?.purchase_order_id ?? '');
    const steps = [...(request?.approval_history ?? []), ...(order ? orderSteps(order, request) : [])];
    return [entry, ...steps.map(({ action, by, at }) => ({ ticket_id, action, procurement_id, by, at }))];
  });
  return timeline.sort((one, other) => one.at - other.at);
}

/** The history has who ordered a manual request. */
function orderSteps({ erp_source, numbered_at, receipts }: PurchaseOrder, request?: ProcurementRequest): Step[] {
  const isInHistory = request?.approval_history.some(({ action }) => action === 'ordered');
  const ordered = { action: 'ordered', by: erp_source, at: numbered_at ?? 0 };
  return [
    ...(numbered_at === null || isInHistory ? [] : [ordered]),
    ...receipts.map((receipt) => ({ action: actionOf(receipt), by: receipt.by, at: receipt.at })),
  ];
}

function actionOf({ status, lines }: Receipt): string {
  if (status === 'received') return status;
  return lines.some(({ quantity }) => quantity > 0) ? 'partially_received' : 'order_changed';
}
