import type { DemoClient } from './client.ts';
import { acknowledgement, catalog, DOCK, invoice, LAPTOP, PRICES, shipment } from './supplier-documents.ts';
import { budget, CENTS, orderOf, placeOrder, post, untilOrder } from './supplier-steps.ts';

/** A purchase from a supplier's catalog: ordered, acknowledged, shipped in two parts, invoiced; and one with a wrong invoice. */
export async function runSupplierScenario(demo: DemoClient): Promise<void> {
  demo.chapter('A supplier sends its catalog');
  demo.expect('supplier', 'the catalog is taken', 'success', await post(demo, 'catalog', catalog(demo.supplierId)));
  await deliveryInTwoParts(demo);
  await wrongInvoice(demo);
}

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
