import type { Database, Row, Values } from './database.ts';
import { INVOICE, ORDER, OUTBOUND, TABLE } from './tables.ts';

export function linesOf(database: Database, number: string): Row[] {
  const order = database.find(TABLE.orders, number)?.sys_id;
  return database.rows(TABLE.lines).filter(({ purchase_order }) => purchase_order === order);
}

/** An order is Ordered once the supplier and, if it takes part, the ERP have confirmed it (servicenow 32). */
export function confirmOrder(database: Database, number: string): void {
  const order = database.find(TABLE.orders, number);
  if (order?.supplier_confirmation === '' || order?.erp_confirmation === 'pending') return;
  const isRejected = order?.supplier_confirmation === 'rejected';
  // A revision of what is delivered in part does not undo that.
  const next = (status = '') =>
    isRejected ? ORDER['Pending Revision'] : status === ORDER['Pending Submission'] ? ORDER.Ordered : status;
  database.save(TABLE.orders, [number], { status: next(order?.status) });
  database.save(TABLE.outboundOrders, [number], { status: OUTBOUND.Processed });
  for (const { number: line = '', status, supplier_confirmation } of linesOf(database, number)) {
    if (!isRejected && supplier_confirmation === '') continue;
    database.save(TABLE.lines, [number, line], { status: next(status) });
    database.save(TABLE.outboundLines, [number, line], { status: OUTBOUND.Processed });
  }
}

/** Sets the states of an order's invoices, which change with receipts too (servicenow 37). */
export function matchInvoices(database: Database, number: string): void {
  const order = database.find(TABLE.orders, number);
  const invoices = database.rows(TABLE.invoices).filter(({ purchase_order }) => purchase_order === order?.sys_id);
  const invoiced = sum(invoices.map(({ total_amount_invoiced }) => total_amount_invoiced));
  const isMatch = isSame(invoiced, Number(order?.total_amount));
  const matched = INVOICE[isMatch ? 'Invoice Confirmed' : 'Requires Review'];
  const state = order?.status === ORDER.Delivered ? matched : INVOICE['Awaiting Delivery'];
  for (const invoice of invoices) database.save(TABLE.invoices, invoiceKey(invoice), { state });
}

export function invoiceKey({ supplier_id = '', supplier_invoice_number = '' }: Values): string[] {
  return [supplier_id, supplier_invoice_number];
}

/** NaN when an amount is missing. */
export function sum(amounts: readonly (string | undefined)[]): number {
  return amounts.reduce((total, amount) => total + Number(amount), 0);
}

/** Amounts that are not valid have messages of their own already. */
export function isSame(a: number, b: number): boolean {
  return Number.isNaN(a) || Number.isNaN(b) || Math.abs(a - b) < 0.005;
}
