import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import { dateOf } from '../formats.ts';
import type { Clock } from '../simulator.ts';
import type { Access } from './access.ts';
import { OrdersSchema, placeOrder } from './place-order.ts';
import { RateRuleSchema, type RateRules } from './rate-rules.ts';
import { matchInvoices } from './rules/invoices.ts';
import { confirmOrder, isOrdered, LINES, linesOf, ORDERS } from './rules/orders.ts';
import type { Instance } from './rules/rules.ts';
import { ORDER } from './tables.ts';

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
        const order_number = order.order_number ?? `PO${10_010_001 + database.size(ORDERS) + index}`;
        return { ...order, order_number };
      });
      const numbers = orders.map(({ order_number }) => order_number);
      const taken = numbers.find((number, i) => database.find(ORDERS, number) || numbers.indexOf(number) !== i);
      if (taken !== undefined) throw new HttpError(409, `There is a purchase order ${taken} already.`);
      for (const order of orders) placeOrder(database, order, order.order_number, dateOf(clock()));
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
