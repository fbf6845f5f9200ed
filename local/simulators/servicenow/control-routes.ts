import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import { dateOf, isDate, round } from '../entity.ts';
import { type Clock, existing } from '../simulator.ts';
import type { Database } from './database.ts';
import { confirmOrder, linesOf, matchInvoices } from './orders.ts';
import { ORDER, OUTBOUND, TABLE } from './tables.ts';

const amount = z.string().regex(/^\d+(\.\d+)?$/);

const LineSchema = z.strictObject({
  line_number: z.string().min(1).optional(),
  sales_order_line_number: z.string().default(''),
  sku: z.string().min(1).default('5578874'),
  mpn: z.string().default('Z0WQ-20004301931'),
  product_name: z.string().default('Apple MacBook Pro 13 Core i7'),
  purchased_quantity: amount.default('1'),
  unit: z.string().default('Each'),
  unit_price: amount.default('456'),
  contract_number: z.string().default('34567892'),
  ship_to: z.string().default('John Doe'),
});

const OrderSchema = z.strictObject({
  order_number: z.string().min(1).optional(),
  customer_id: z.string().default('ACME CORP'),
  supplier_id: z.string().min(1).default('SUP-123456'),
  catalog_id: z.string().default('AB-1234323'),
  order_date: z.string().refine(isDate).optional(),
  currency: z.string().default('USD'),
  /** An Ordered one is as if the supplier had confirmed it. */
  status: z.enum(['Pending Submission', 'Ordered']).default('Pending Submission'),
  sales_order_number: z.string().default(''),
  /** Whether the ERP has to confirm the order too. */
  awaits_erp: z.boolean().default(false),
  lines: z.array(LineSchema).min(1).prefault([{}]),
});
type Order = z.infer<typeof OrderSchema>;
const OrdersSchema = z.array(OrderSchema);

/** Of the named lines, or of all. */
const ReceiptSchema = z.strictObject({ lines: z.array(z.string()).optional() });

/** What the customer's users and ERP do with orders. */
export function controlRoutes(database: Database, clock: Clock): JsonRoutes {
  return {
    'POST /orders': ({ body }) => {
      const first = 10_010_001 + database.count(TABLE.orders);
      const orders = parseBody(OrdersSchema, [body ?? {}].flat());
      const numbers = orders.map(({ order_number }, index) => order_number ?? `PO${first + index}`);
      const lastAt = new Map(numbers.map((number, i) => [number, i]));
      const taken = numbers.find((number, i) => database.find(TABLE.orders, number) || lastAt.get(number) !== i);
      if (taken !== undefined) throw new HttpError(409, `There is a purchase order ${taken} already.`);
      for (const [i, order] of orders.entries()) placeOrder(database, order, numbers[i] ?? '', dateOf(clock()));
      return numbers.map((number) => ({ ...database.find(TABLE.orders, number), lines: linesOf(database, number) }));
    },
    'POST /orders/{number}/confirm_erp': ({ params: { number = '' } }) => {
      existing(database.find(TABLE.orders, number), `purchase order ${number}`);
      database.save(TABLE.orders, [number], { erp_confirmation: 'confirmed' });
      confirmOrder(database, number);
    },
    'POST /orders/{number}/receive': ({ params: { number = '' }, body }) => {
      const lines = linesOf(database, number).filter(({ status }) => status !== ORDER['Pending Submission']);
      const { lines: received = lines.map((line) => line.number) } = parseBody(ReceiptSchema, body ?? {});
      const isLine = (name = '') => lines.some((line) => line.number === name);
      const { status = '' } = database.find(TABLE.orders, number) ?? {};
      const isOrdered = [ORDER.Ordered, ORDER['Partially Delivered']].includes(status);
      if (!isOrdered || !received.every(isLine)) {
        throw new HttpError(409, 'There is no such order in the Ordered state, or no such line.');
      }
      for (const line of received) database.save(TABLE.lines, [number, line ?? ''], { status: ORDER.Delivered });
      const isDelivered = linesOf(database, number).every(({ status }) => status === ORDER.Delivered);
      database.save(TABLE.orders, [number], { status: isDelivered ? ORDER.Delivered : ORDER['Partially Delivered'] });
      matchInvoices(database, number);
    },
  };
}

/** An order that a user has checked out, with its rows for the supplier. Its products are in the catalog. */
function placeOrder(database: Database, order: Order, number: string, today: string): void {
  const { lines, awaits_erp, status: state, order_date = today, ...ids } = order;
  const total = lines.reduce((sum, line) => sum + Number(line.purchased_quantity) * Number(line.unit_price), 0);
  const total_amount = String(round(total, 2));
  const header = { ...ids, total_amount, number, order_date, status: ORDER[state] };
  const confirmations = {
    supplier_confirmation: state === 'Ordered' ? 'confirmed' : '',
    erp_confirmation: awaits_erp ? 'pending' : '',
  };
  const purchase_order = database.save(TABLE.orders, [number], { ...header, ...confirmations }).sys_id;
  const outbound = { purchase_order, status: OUTBOUND.New };
  const amounts = { order_amount: total_amount, unit_price_currency: ids.currency };
  database.save(TABLE.outboundOrders, [number], { ...header, ...amounts, order_number: number, ...outbound });
  for (const [index, { line_number = `${number}-${index + 1}`, ...sent }] of lines.entries()) {
    const key = [number, line_number];
    const line = { ...header, ...confirmations, ...sent, number: line_number, purchase_order };
    const purchase_order_line = database.save(TABLE.lines, key, line).sys_id;
    const product = [ids.supplier_id, sent.sku];
    if (!database.find(TABLE.products, ...product)) database.save(TABLE.products, product, line);
    database.save(TABLE.outboundLines, key, { ...sent, ...amounts, line_number, purchase_order_line, ...outbound });
  }
}
