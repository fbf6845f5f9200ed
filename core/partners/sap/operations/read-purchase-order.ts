import type { CallContext } from '../../../sync/call-context.ts';
import type { SapClient } from '../client.ts';
import {
  type SapItem,
  SapItemSchema,
  type SapPurchaseOrderHeader,
  SapPurchaseOrderHeaderSchema,
  type SapScheduleLine,
  SapScheduleLineSchema,
} from '../schemas.ts';

/** The parts of a purchase order that a change compares (sap 58). https://api.sap.com/api/CE_PURCHASEORDER_0001 */
export interface SapOrderContent {
  readonly items: readonly SapItem[];
  readonly scheduleLines: readonly SapScheduleLine[];
}

/** The order's header, with its ETag (sap 37, 40). */
export function readPurchaseOrder(
  client: SapClient,
  context: CallContext,
  number: string,
): Promise<SapPurchaseOrderHeader> {
  return client.get(context, headerPath(number), SapPurchaseOrderHeaderSchema);
}

/** All items and schedule lines of the order, with their ETags where SAP lists them (sap 56, 58). */
export async function readOrderContent(
  client: SapClient,
  context: CallContext,
  number: string,
): Promise<SapOrderContent> {
  const query = new URLSearchParams({ $filter: `PurchaseOrder eq '${number}'` });
  const items = await client.list(context, `/PurchaseOrderItem?${query}`, SapItemSchema);
  const scheduleLines = await client.list(context, `/PurchaseOrderScheduleLine?${query}`, SapScheduleLineSchema);
  return { items, scheduleLines };
}

export function headerPath(number: string): string {
  return `/PurchaseOrder('${number}')`;
}
