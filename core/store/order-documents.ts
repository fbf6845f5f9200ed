import type { StoredInvoice, StoredOrderack, StoredShipment } from '../domain/order-documents.ts';
import type { Table } from './table.ts';

export interface OrderDocuments {
  readonly acknowledgements: StoredOrderack[];
  readonly shipments: StoredShipment[];
  readonly invoices: StoredInvoice[];
}

/** The documents that suppliers have posted for an order, the oldest first. */
export async function loadOrderDocuments(_table: Table, _orgId: string, _orderId: string): Promise<OrderDocuments> {
  return { acknowledgements: [], shipments: [], invoices: [] };
}
