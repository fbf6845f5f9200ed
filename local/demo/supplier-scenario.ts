import { setTimeout } from 'node:timers/promises';
import type { DemoClient } from './client.ts';
import {
  acknowledgement,
  catalog,
  DOCK,
  invoice,
  LAPTOP,
  type OrderLine,
  PRICES,
  shipment,
} from './supplier-documents.ts';

/** A purchase from a supplier's catalog: ordered, acknowledged, shipped in two parts, invoiced; and one with a wrong invoice. */
export async function runSupplierScenario(demo: DemoClient): Promise<void> {
  demo.chapter('A supplier sends its catalog');
  demo.expect('supplier', 'the catalog is taken', 'success', await post(demo, 'catalog', catalog(demo.supplierId)));
  await deliveryInTwoParts(demo);
  await wrongInvoice(demo);
}

const COST_CENTER = 'CC-IT-EUS';
const CENTS = 100;
const DEADLINE_MS = 15_000;
const POLL_MS = 50;
const LAPTOPS = 3;

async function deliveryInTwoParts(demo: DemoClient): Promise<void> {
  demo.chapter("An employee requests the catalog's products");
  const wanted = [
    { sku: LAPTOP, quantity: LAPTOPS },
    { sku: DOCK, quantity: 1 },
  ];
  const total = LAPTOPS * PRICES[LAPTOP] + PRICES[DOCK];
  const before = await budget(demo);
  const { request, order, lines } = await placeOrder(demo, wanted, total);
  demo.expect('budget', 'committed, in cents', total * CENTS, (await budget(demo)).committed - before.committed);

  demo.chapter('The supplier acknowledges the order');
  const [laptops, dock] = lines;
  if (!laptops || !dock) throw new Error(`The outbound table has ${lines.length} lines of ${order.order_number}.`);
  const status = await post(demo, 'orderack', acknowledgement(order, lines));
  demo.expect('supplier', 'the acknowledgement is taken', 'success', status);
  await untilOrder(demo, order.order_number, 'the order once it is acknowledged', 'ordered');

  demo.chapter('The supplier ships two laptops, then the rest');
  const first = shipment(order, 'SHIP-1', [{ ...laptops, quantity: 2 }]);
  demo.expect('supplier', 'the first shipment is taken', 'success', await post(demo, 'shipment', first));
  await untilOrder(demo, order.order_number, 'the order with a part of it shipped', 'partially_received');
  const rest = shipment(order, 'SHIP-2', [{ ...laptops, quantity: LAPTOPS - 2 }, dock]);
  demo.expect('supplier', 'the second shipment is taken', 'success', await post(demo, 'shipment', rest));
  await untilOrder(demo, order.order_number, 'the order once all is shipped', 'received');
  const { status: received } = (await demo.api('requester', 'GET', `/v1/erp/procurement/${request}`)).body;
  demo.expect('hub', 'the request once all is shipped', 'received', received);

  demo.chapter('The supplier invoices');
  const amounts = [
    { ...laptops, amount: LAPTOPS * PRICES[LAPTOP] },
    { ...dock, amount: PRICES[DOCK] },
  ];
  const billed = await post(demo, 'invoice', invoice(order, `INV-${order.order_number}`, amounts));
  demo.expect('supplier', 'the invoice is taken', 'success', billed);
  const shown = await orderOf(demo, order.order_number);
  demo.expect('hub', 'the match of the invoice', 'invoice_confirmed', shown.invoice_state);
  const counts = [shown.acknowledgements.length, shown.shipments.length, shown.invoices.length];
  demo.expect('hub', 'acknowledgements, shipments and invoices', [1, 2, 1], counts);
  const after = await budget(demo);
  demo.expect('budget', 'newly spent, in cents', total * CENTS, after.spent - before.spent);
  demo.expect('budget', 'still committed, in cents', 0, after.committed - before.committed);
}

async function wrongInvoice(demo: DemoClient): Promise<void> {
  demo.chapter('The supplier invoices another amount than was ordered');
  const { order, lines } = await placeOrder(demo, [{ sku: DOCK, quantity: 1 }], PRICES[DOCK]);
  const [dock] = lines;
  if (!dock) throw new Error(`The outbound table has no line of ${order.order_number}.`);
  await post(demo, 'orderack', acknowledgement(order, lines));
  await untilOrder(demo, order.order_number, 'the order once it is acknowledged', 'ordered');
  await post(demo, 'shipment', shipment(order, 'SHIP-3', [dock]));
  await untilOrder(demo, order.order_number, 'the order once all is shipped', 'received');
  const wrong = invoice(order, `INV-${order.order_number}`, [{ ...dock, amount: PRICES[DOCK] + 20 }]);
  const status = await post(demo, 'invoice', wrong);
  demo.expect('supplier', 'the wrong invoice is taken', 'success', status);
  demo.expect(
    'hub',
    'the match of the wrong invoice',
    'requires_review',
    (await orderOf(demo, order.order_number)).invoice_state,
  );
}

interface Wanted {
  readonly sku: string;
  readonly quantity: number;
}

/** Requests and approves products of the supplier, until it has found the order in its tables. */
async function placeOrder(demo: DemoClient, wanted: readonly Wanted[], total: number) {
  const items = wanted.map((item) => ({ ...item, supplier_id: demo.supplierId }));
  const input = { type: 'hardware', title: 'From the catalog', items, cost_center: COST_CENTER, submit: true };
  const { status, body } = await demo.api('requester', 'POST', '/v1/erp/procurement', input);
  demo.expect('hub', 'the request has the prices of the contract', [201, total], [status, body.total_cost]);
  await demo.api('approver', 'POST', `/v1/erp/procurement/${body.id}/approve`);
  const { purchase_order } = (await demo.api('requester', 'GET', `/v1/erp/procurement/${body.id}/sync`)).body;
  const order = { supplier_id: demo.supplierId, order_number: purchase_order.id };
  const lines = await outboundLines(demo, order.order_number);
  demo.expect(
    'supplier',
    'the SKUs in the outbound table',
    wanted.map(({ sku }) => sku),
    lines.map(({ sku }) => sku),
  );
  return { request: body.id, order, lines };
}

/** The lines of an order as the supplier reads them, once they are there. */
async function outboundLines(demo: DemoClient, orderNumber: string): Promise<(OrderLine & { readonly sku: string })[]> {
  const query = `sysparm_query=order_number%3D${orderNumber}%5EORDERBYline_number`;
  const path = `/api/now/table/sn_spend_intg_outbound_purchase_order_line?${query}`;
  const end = Date.now() + DEADLINE_MS;
  for (;;) {
    const { result = [] } = (await demo.supplier('GET', path)).body;
    if (result.length > 0 || Date.now() > end) return result.map(toLine);
    await setTimeout(POLL_MS);
  }
}

interface OutboundRow {
  readonly line_number: string;
  readonly sku: string;
  readonly purchased_quantity: string;
}

function toLine({ line_number, sku, purchased_quantity }: OutboundRow, index: number) {
  return { line_number, sku, position: index + 1, quantity: Number(purchased_quantity) };
}

/** `success`, or what failed. */
async function post(demo: DemoClient, kind: string, document: object): Promise<string> {
  const path = `/api/sn_spend_intg/spendint/${kind}?mode=sync`;
  const { status, body } = await demo.supplier('POST', path, { root: [document] });
  const response = body?.result?.response;
  return response === 'success' ? response : `${status} ${JSON.stringify(body)}`;
}

async function orderOf(demo: DemoClient, id: string) {
  return (await demo.api('requester', 'GET', `/v1/purchase-orders/${id}`)).body;
}

async function untilOrder(demo: DemoClient, id: string, what: string, wanted: string): Promise<void> {
  const { status } = await demo.until(`/v1/purchase-orders/${id}`, (body) => body.status === wanted, DEADLINE_MS);
  demo.expect('hub', what, wanted, status);
}

async function budget(demo: DemoClient): Promise<{ readonly committed: number; readonly spent: number }> {
  const { body } = await demo.api('requester', 'GET', `/v1/erp/budgets?cost_center=${COST_CENTER}`);
  const [{ committed, spent }] = body.data;
  return { committed: Math.round(committed * CENTS), spent: Math.round(spent * CENTS) };
}
