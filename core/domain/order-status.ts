import { isClosed, openQuantity, type PurchaseOrderLine } from './order-lines.ts';
import type { PurchaseOrder } from './order-schema.ts';

/**
 * The order with the status that follows from its lines and number; a cancelled order stays cancelled. Who supplies an order
 * without ERP numbers it by confirming it: its number is its own id (spendint 46).
 */
export function withStatus(order: PurchaseOrder, at: number): PurchaseOrder {
  const numbered = isNumberedBySupplier(order) ? { ...order, erp_po_number: order.id, numbered_at: at } : order;
  return { ...numbered, status: statusOf(numbered) };
}

function isNumberedBySupplier(order: PurchaseOrder): boolean {
  const { erp_source, erp_po_number, awaits_acknowledgement, status, lines } = order;
  const isWaiting = status === 'pending_submission' && erp_source === 'manual' && awaits_acknowledgement;
  return isWaiting && erp_po_number === null && isConfirmed(order) && !isClosed(lines);
}

function statusOf(order: PurchaseOrder): PurchaseOrder['status'] {
  const { status, lines, erp_po_number } = order;
  if (status === 'cancelled') return 'cancelled';
  const hasArrived = lines.some(({ received_quantity }) => received_quantity > 0);
  if (isClosed(lines)) return hasArrived ? 'received' : 'cancelled';
  if (hasArrived) return 'partially_received';
  return erp_po_number !== null && isConfirmed(order) ? 'ordered' : 'pending_submission';
}

/** Whether the supplier, where it has to, has confirmed all that is still to come. */
function isConfirmed({ awaits_acknowledgement, lines }: PurchaseOrder): boolean {
  return !awaits_acknowledgement || lines.every((line) => openQuantity(line) === 0 || isAccepted(line));
}

function isAccepted({ supplier }: PurchaseOrderLine): boolean {
  return supplier?.acknowledgement === 'confirmed';
}
