import type { Database, Row, Values } from './database.ts';
import { INVOICE, ORDER, OUTBOUND } from './tables.ts';

export const ORDERS = 'sn_shop_purchase_order';
export const LINES = 'sn_shop_purchase_order_line';
export const OUTBOUND_ORDERS = 'sn_spend_intg_outbound_purchase_order';
export const OUTBOUND_LINES = 'sn_spend_intg_outbound_purchase_order_line';
export const INVOICES = 'sn_shop_invoice';

export function linesOf(database: Database, number: string): Row[] {
  const order = database.find(ORDERS, number)?.sys_id;
  return database.rows(LINES).filter(({ purchase_order }) => purchase_order === order);
}

/** An order is Ordered once the supplier and, if it takes part, the ERP have confirmed it (servicenow 32). */
export function confirmOrder(database: Database, number: string): void {
  const order = database.find(ORDERS, number);
  if (order?.supplier_confirmation === '' || order?.erp_confirmation === 'pending') return;
  const isRejected = order?.supplier_confirmation === 'rejected';
  // A revision of what is delivered in part does not undo that.
  const next = (status = '') => (isRejected ? ORDER.revision : status === ORDER.pending ? ORDER.ordered : status);
  database.save(ORDERS, [number], { status: next(order?.status) });
  database.save(OUTBOUND_ORDERS, [number], { status: OUTBOUND.processed });
  for (const { number: line = '', status, supplier_confirmation } of linesOf(database, number)) {
    if (!isRejected && supplier_confirmation === '') continue;
    database.save(LINES, [number, line], { status: next(status) });
    database.save(OUTBOUND_LINES, [number, line], { status: OUTBOUND.processed });
  }
}

/** Sets the states of an order's invoices, which change with receipts too (servicenow 37). */
export function matchInvoices(database: Database, number: string): void {
  const order = database.find(ORDERS, number);
  const invoices = database.rows(INVOICES).filter(({ purchase_order }) => purchase_order === order?.sys_id);
  const invoiced = sum(invoices.map(({ total_amount_invoiced }) => total_amount_invoiced));
  const matched = isSame(invoiced, Number(order?.total_amount)) ? INVOICE.confirmed : INVOICE.review;
  const state = order?.status === ORDER.delivered ? matched : INVOICE.awaitingDelivery;
  for (const invoice of invoices) database.save(INVOICES, invoiceKey(invoice), { state });
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
