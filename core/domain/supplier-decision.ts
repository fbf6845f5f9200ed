import type { OrderUpdate } from './order-update.ts';
import type { ProcurementRequest } from './procurement-request.ts';
import type { PurchaseOrder } from './purchase-order.ts';
import type { Findings } from './spendint/document.ts';
import type { Teller } from './told-update.ts';

/** What a supplier's document leads to. */
export type Decision =
  | { readonly kind: 'refused'; readonly findings: Findings }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'applied'; readonly update: OrderUpdate };

/** The order that a document is about, with its request. */
export interface OrderSubject {
  readonly order: PurchaseOrder;
  readonly request: ProcurementRequest | undefined;
}

/** Who has posted the document, and what the organization makes of it. */
export interface DocumentContext extends Teller {
  /** Whether what is shipped counts as received. */
  readonly receivesOnShipment: boolean;
}

/** Whether the rules forbid a document. */
export function isRefused({ document, entries }: Findings): boolean {
  return document.length > 0 || entries.some((messages) => messages.length > 0);
}
