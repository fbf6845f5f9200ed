import type { DemoClient } from './client.ts';

/**
 * Purchases from request to purchase order: one that succeeds, four with a failing SAP, two that are not ordered, and one
 * whose order is changed and cancelled.
 */
export async function runScenario(demo: DemoClient): Promise<void> {
  const ordersBefore = await ordersAtSap(demo);
  const committedBefore = await committedCents(demo);
  const numbers = [await purchase(demo)];
  for (const failure of FAILURES) numbers.push(await purchaseWithFault(demo, failure));
  await purchaseFromUnknownVendor(demo);
  await rejection(demo);
  await changeAndCancellation(demo);

  demo.chapter('In total');
  demo.expect('SAP', 'new purchase orders', numbers.length + 1, (await ordersAtSap(demo)) - ordersBefore);
  demo.expect('hub', 'different order numbers', numbers.length, new Set(numbers).size);
  const expected = numbers.length * PRICE_CENTS;
  demo.expect('budget', 'newly committed, in cents', expected, (await committedCents(demo)) - committedBefore);
}

const PATH = '/v1/erp/procurement';
const COST_CENTER = 'CC-IT-EUS';
const PRICE_CENTS = 170_800;
const LAPTOP = {
  type: 'hardware',
  title: 'Laptop Replacement — Water Damage',
  description: 'Replacement laptop for employee after liquid damage to current device. Original ticket INC-00847.',
  ticket_id: 'tkt_4kPmN8rT2wXq',
  items: [
    { name: 'Dell Latitude 5550 Laptop', sku: 'DELL-LAT5550-i7-16', quantity: 1, unit_cost: 1429, currency: 'USD' },
    { name: 'Dell WD22TB4 Thunderbolt Dock', sku: 'DELL-WD22TB4', quantity: 1, unit_cost: 279, currency: 'USD' },
  ],
  vendor: 'Dell Technologies',
  cost_center: COST_CENTER,
  budget_code: 'BUD-2026-HW-Q1',
  submit: true,
};

interface Failure {
  readonly title: string;
  readonly label: string;
  /** As the control API of the simulator takes it. */
  readonly fault: object;
}

const RATE_LIMIT = { kind: 'status', status: 429, headers: { 'Retry-After': '2' } };
const FAILURES: readonly Failure[] = [
  { label: 'a lost response', title: 'SAP creates the order, but its response is lost', fault: { kind: 'drop-after' } },
  { label: '429', title: 'SAP returns 429 and asks to wait two seconds', fault: RATE_LIMIT },
  { label: '503', title: 'SAP is unavailable for a moment', fault: { kind: 'status', status: 503 } },
  { label: 'garbage', title: 'SAP creates the order, but its response is garbage', fault: { kind: 'garbage' } },
];

async function purchase(demo: DemoClient): Promise<string> {
  demo.chapter('An employee requests a laptop');
  const { status, body } = await demo.api('requester', 'POST', PATH, LAPTOP);
  demo.expect('hub', 'the request is created', [201, 'pending_approval', 1708], [status, body.status, body.total_cost]);
  const { id } = body;
  const own = await demo.api('requester', 'POST', `${PATH}/${id}/approve`);
  demo.expect('hub', 'the employee may not approve it', [403, 'auth.role_missing'], [own.status, own.body.code]);

  demo.chapter('The approver approves');
  const before = await committedCents(demo);
  const comment = 'Within quarterly budget.';
  const { body: approved } = await demo.api('approver', 'POST', `${PATH}/${id}/approve`, { comment });
  demo.expect('hub', 'the request is approved', ['approved', 'queued'], [approved.status, approved.erp_sync_status]);
  demo.expect('budget', 'committed, in cents', PRICE_CENTS, (await committedCents(demo)) - before);
  const number = await orderNumber(demo, id, 'the request a moment later', 10_000);
  const { purchaseOrders } = (await demo.sap('GET', '/state')).body;
  const order = purchaseOrders.at(-1);
  const itemCount = order?._PurchaseOrderItem.length;
  demo.expect('SAP', 'supplier and number of items', ['17300001', 2], [order?.Supplier, itemCount]);
  return number;
}

async function purchaseWithFault(demo: DemoClient, { title, label, fault }: Failure): Promise<string> {
  demo.chapter(title);
  const { id } = (await demo.api('requester', 'POST', PATH, LAPTOP)).body;
  await demo.sap('POST', '/faults', [{ match: { method: 'POST', path: '/PurchaseOrder' }, ...fault }]);
  const before = await ordersAtSap(demo);
  await demo.api('approver', 'POST', `${PATH}/${id}/approve`);
  const number = await orderNumber(demo, id, `the request after ${label}`, 60_000);
  demo.expect('SAP', `new purchase orders after ${label}`, 1, (await ordersAtSap(demo)) - before);
  return number;
}

async function purchaseFromUnknownVendor(demo: DemoClient): Promise<void> {
  demo.chapter('The vendor has no supplier number in SAP');
  const { id } = (await demo.api('requester', 'POST', PATH, { ...LAPTOP, vendor: 'Acme' })).body;
  const { status, body } = await demo.api('approver', 'POST', `${PATH}/${id}/approve`);
  demo.expect('hub', 'the request is not approved', [409, 'request.mapping_missing'], [status, body.code]);
  const cancelled = await demo.api('requester', 'POST', `${PATH}/${id}/cancel`, { reason: 'Wrong vendor' });
  demo.expect('hub', 'the employee cancels it', 'cancelled', cancelled.body.status);
}

interface SapItem {
  readonly OrderQuantity: number;
  readonly PurchasingDocumentDeletionCode: string;
}

async function changeAndCancellation(demo: DemoClient): Promise<void> {
  demo.chapter('The order changes: two laptops, no dock');
  const { id } = (await demo.api('requester', 'POST', PATH, LAPTOP)).body;
  const before = await committedCents(demo);
  await demo.api('approver', 'POST', `${PATH}/${id}/approve`);
  const number = await orderNumber(demo, id, 'the request before the change', 10_000);
  const { body } = await demo.api('approver', 'GET', `${PATH}/${id}/sync`);
  const lines = [
    { id: '1', quantity: 2 },
    { id: '2', deleted: true },
  ];
  await demo.api('approver', 'PATCH', `/v1/erp/purchase-orders/${body.purchase_order.id}`, { lines });
  demo.expect('budget', 'committed after the change, in cents', 285_800, (await committedCents(demo)) - before);
  await untilSynced(demo, id);
  const items = (await orderAtSap(demo, number))._PurchaseOrderItem;
  const quantities = items.map((item: SapItem) =>
    item.PurchasingDocumentDeletionCode === '' ? item.OrderQuantity : 0,
  );
  demo.expect('SAP', 'quantities', [2, 0], quantities);

  demo.chapter('An administrator cancels the order');
  await demo.api('admin', 'POST', `${PATH}/${id}/cancel`, { reason: 'Not needed any more' });
  demo.expect('budget', 'still committed, in cents', 0, (await committedCents(demo)) - before);
  await untilSynced(demo, id);
  demo.expect('SAP', 'the deletion code', 'L', (await orderAtSap(demo, number)).PurchaseOrderDeletionCode);
}

async function rejection(demo: DemoClient): Promise<void> {
  demo.chapter('The approver rejects a request');
  const { id } = (await demo.api('requester', 'POST', PATH, LAPTOP)).body;
  const reason = 'Please repair the old one.';
  const { body } = await demo.api('approver', 'POST', `${PATH}/${id}/reject`, { reason });
  demo.expect('hub', 'the request is rejected', 'cancelled', body.status);
}

async function orderNumber(demo: DemoClient, id: string, what: string, deadlineMs: number): Promise<string> {
  const body = await demo.until(`${PATH}/${id}`, ({ status }) => status === 'ordered', deadlineMs);
  demo.expect('hub', what, /^ordered, PO-45\d{8}$/, [body.status, body.erp_po_number]);
  return body.erp_po_number;
}

async function untilSynced(demo: DemoClient, id: string): Promise<void> {
  await demo.until(`${PATH}/${id}/sync`, (body) => body.data[0]?.status === 'synced', 30_000);
}

async function orderAtSap(demo: DemoClient, number: string) {
  const { purchaseOrders } = (await demo.sap('GET', '/state')).body;
  return purchaseOrders.find(({ PurchaseOrder }: { PurchaseOrder: string }) => `PO-${PurchaseOrder}` === number);
}

async function ordersAtSap(demo: DemoClient): Promise<number> {
  return (await demo.sap('GET', '/state')).body.purchaseOrders.length;
}

async function committedCents(demo: DemoClient): Promise<number> {
  const { body } = await demo.api('requester', 'GET', `/v1/erp/budgets?cost_center=${COST_CENTER}`);
  return Math.round(body.data[0].committed * 100);
}
