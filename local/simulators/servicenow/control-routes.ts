import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import { dateOf, isDate } from '../formats.ts';
import type { Clock } from '../simulator.ts';
import type { Access } from './access.ts';
import { RateRuleSchema, type RateRules } from './rate-rules.ts';
import { matchInvoices } from './rules/invoices.ts';
import { confirmOrder, isOrdered, LINES, linesOf, ORDERS, OUTBOUND_LINES, OUTBOUND_ORDERS } from './rules/orders.ts';
import type { Instance } from './rules/rules.ts';
import { ORDER, OUTBOUND } from './tables.ts';

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
const OrdersSchema = z.union([z.array(OrderSchema), OrderSchema.transform((order) => [order])]);

const ActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('confirm_erp') }),
  /** Receipt of the named lines, or of all. */
  z.strictObject({ action: z.literal('receive'), lines: z.array(z.string()).min(1).optional() }),
]);

/** ServiceNow's additions to the control API: what the customer's users and administrators do. */
export function controlRoutes(instance: Instance, rateRules: RateRules, access: Access, clock: Clock): JsonRoutes {
  const { database, settings } = instance;
  return {
    ...settings.routes,
    'POST /expire-tokens': () => access.expireTokens(),
    'PUT /rate-rule': ({ body }) => {
      rateRules.put(parseBody(RateRuleSchema, body));
      return rateRules.all();
    },
    'DELETE /rate-rule': () => rateRules.clear(),
    'POST /orders': ({ body }) => {
      const orders = parseBody(OrdersSchema, body ?? {}).map((order, index) => {
        const order_number = order.order_number ?? `PO${10_010_001 + database.rows(ORDERS).length + index}`;
        return { ...order, order_number };
      });
      const numbers = orders.map(({ order_number }) => order_number);
      const taken = numbers.find((number, i) => database.find(ORDERS, number) || numbers.indexOf(number) !== i);
      if (taken !== undefined) throw new HttpError(409, `There is a purchase order ${taken} already.`);
      for (const order of orders) placeOrder(instance, order, order.order_number, dateOf(clock()));
      return numbers.map((number) => ({ ...database.find(ORDERS, number), lines: linesOf(database, number) }));
    },
    'POST /orders/{number}': ({ params: { number = '' }, body }) => {
      const action = parseBody(ActionSchema, body);
      const order = database.find(ORDERS, number);
      if (order === undefined) throw new HttpError(404, `There is no purchase order ${number}.`);
      if (action.action === 'confirm_erp') {
        database.save(ORDERS, [number], { erp_confirmation: 'confirmed' });
        confirmOrder(database, number);
        return;
      }
      if (!isOrdered(order)) throw new HttpError(409, 'The order is not in the Ordered state.');
      receive(instance, number, action.lines);
    },
  };
}

/** An order that a user has checked out, with its rows for the supplier; its products come from a catalog. */
function placeOrder({ database }: Instance, order: Order, number: string, today: string): void {
  const { order_date = today, currency, catalog_id, customer_id, supplier_id } = order;
  const total = order.lines.reduce((sum, line) => sum + Number(line.purchased_quantity) * Number(line.unit_price), 0);
  const total_amount = String(Math.round(total * 100) / 100);
  const header = { ...order, order_date, total_amount, order_amount: total_amount, number, order_number: number };
  const status = order.status === 'Ordered' ? ORDER.ordered : ORDER.pending;
  const supplier_confirmation = status === ORDER.ordered ? 'confirmed' : '';
  const erp_confirmation = order.awaits_erp ? 'pending' : '';
  const values = {
    ...header,
    status,
    supplier_confirmation,
    erp_confirmation,
    lines: undefined,
    awaits_erp: undefined,
  };
  const purchase_order = database.save(ORDERS, [number], values).sys_id;
  const outbound = { purchase_order, status: OUTBOUND.new };
  database.save(OUTBOUND_ORDERS, [number], { ...values, ...outbound });
  for (const [index, sent] of order.lines.entries()) {
    const line = { ...sent, line_number: sent.line_number ?? `${number}-${index + 1}` };
    const key = [number, line.line_number];
    const purchase_order_line = database.save(LINES, key, {
      ...line,
      number: line.line_number,
      purchase_order,
      status,
    });
    const shown = {
      ...line,
      ...outbound,
      unit_price_currency: currency,
      purchase_order_line: purchase_order_line.sys_id,
    };
    database.save(OUTBOUND_LINES, key, shown);
    if (database.find('sn_shop_supplier_product', supplier_id, line.sku)) continue;
    const price = { negotiated_price: line.unit_price, negotiated_currency: currency };
    database.save('sn_shop_supplier_product', [supplier_id, line.sku], {
      ...line,
      ...price,
      supplier_id,
      customer_id,
      catalog_id,
    });
  }
}

function receive(instance: Instance, number: string, wanted: readonly string[] | undefined): void {
  const { database } = instance;
  const lines = linesOf(database, number);
  const unknown = wanted?.find((name) => !lines.some((line) => line.number === name));
  if (unknown !== undefined) throw new HttpError(409, `The order has no line ${unknown}.`);
  for (const { number: line = '' } of lines) {
    if (wanted?.includes(line) ?? true) database.save(LINES, [number, line], { status: ORDER.delivered });
  }
  const isDelivered = linesOf(database, number).every(({ status }) => status === ORDER.delivered);
  database.save(ORDERS, [number], { status: isDelivered ? ORDER.delivered : ORDER.partly });
  matchInvoices(instance, number);
}
