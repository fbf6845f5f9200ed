import * as z from 'zod';
import { isDate } from '../formats.ts';
import type { Database } from './database.ts';
import { LINES, ORDERS, OUTBOUND_LINES, OUTBOUND_ORDERS } from './rules/orders.ts';
import { PRODUCTS } from './rules/products.ts';
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
export const OrdersSchema = z.union([z.array(OrderSchema), OrderSchema.transform((order) => [order])]);

/** An order that a user has checked out, with its rows for the supplier. Its products are in the catalog. */
export function placeOrder(database: Database, order: Order, number: string, today: string): void {
  const { lines, awaits_erp, status: wanted, order_date = today, ...ids } = order;
  const total = lines.reduce((sum, line) => sum + Number(line.purchased_quantity) * Number(line.unit_price), 0);
  const total_amount = String(Math.round(total * 100) / 100);
  const status = wanted === 'Ordered' ? ORDER.ordered : ORDER.pending;
  const header = { ...ids, number, order_number: number, order_date, total_amount, order_amount: total_amount, status };
  const supplier_confirmation = wanted === 'Ordered' ? 'confirmed' : '';
  const erp_confirmation = awaits_erp ? 'pending' : '';
  const purchase_order = database.save(ORDERS, [number], { ...header, supplier_confirmation, erp_confirmation }).sys_id;
  database.save(OUTBOUND_ORDERS, [number], { ...header, purchase_order, status: OUTBOUND.new });
  for (const [index, sent] of lines.entries()) {
    const { line_number = `${number}-${index + 1}`, unit_price, sku } = sent;
    const line = { ...sent, line_number, number: line_number, purchase_order, status };
    const purchase_order_line = database.save(LINES, [number, line_number], line).sys_id;
    const outbound = { purchase_order_line, status: OUTBOUND.new, unit_price_currency: ids.currency };
    database.save(OUTBOUND_LINES, [number, line_number], { ...line, ...outbound });
    const price = { negotiated_price: unit_price, negotiated_currency: ids.currency };
    const isKnown = database.find(PRODUCTS, ids.supplier_id, sku) !== undefined;
    if (!isKnown) database.save(PRODUCTS, [ids.supplier_id, sku], { ...ids, ...line, ...price });
  }
}
