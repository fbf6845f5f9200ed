import type { Answer, DemoClient } from './client.ts';

/** The story of the hub: a purchase from request to order, and what becomes of it when things go wrong. */
export async function runScenario(demo: DemoClient): Promise<void> {
  const ordersBefore = await ordersAt(demo);
  const committedBefore = await committedCents(demo);
  const numbers = [
    await aPurchase(demo),
    await failing(demo, 'SAP makes the order, but its answer is lost', { kind: 'drop-after' }),
    await failing(demo, 'SAP asks for a pause', { kind: 'status', status: 429, headers: { 'Retry-After': '2' } }),
    await failing(demo, 'SAP is down for a moment', { kind: 'status', status: 503 }),
    await failing(demo, 'SAP answers with garbage', { kind: 'garbage' }),
  ];
  await aVendorThatSapDoesNotKnow(demo);
  await aRejection(demo);

  demo.chapter('In the end');
  demo.expect('SAP', 'orders more than before', numbers.length, (await ordersAt(demo)) - ordersBefore);
  demo.expect('hub', 'different order numbers', numbers.length, new Set(numbers).size);
  // The request that SAP can't take is approved too, so its amount is committed.
  const expected = (numbers.length + 1) * PRICE_CENTS;
  demo.expect('budget', 'committed more, in cents', expected, (await committedCents(demo)) - committedBefore);
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

async function aPurchase(demo: DemoClient): Promise<string> {
  demo.chapter('An employee asks for a laptop');
  const created = await demo.api('requester', 'POST', PATH, LAPTOP);
  demo.expect(
    'hub',
    'the request',
    [201, 'pending_approval', 1708],
    [created.status, created.body.status, created.body.total_cost],
  );
  const { id } = created.body;
  const own = await demo.api('requester', 'POST', `${PATH}/${id}/approve`);
  demo.expect('hub', 'the employee may not approve', [403, 'auth.role_missing'], [own.status, own.body.code]);

  demo.chapter('The approver approves');
  const before = await committedCents(demo);
  const approved = await demo.api('approver', 'POST', `${PATH}/${id}/approve`, {
    comment: 'Within quarterly budget.',
  });
  demo.expect('hub', 'the approval', ['approved', 'queued'], [approved.body.status, approved.body.erp_sync_status]);
  demo.expect('budget', 'committed at once, in cents', PRICE_CENTS, (await committedCents(demo)) - before);
  const number = await orderNumber(demo, id, 10_000);
  const state = (await demo.sap('GET', '/state')).body;
  const order = state.purchaseOrders.find(
    ({ PurchaseOrder }: { PurchaseOrder: string }) => `PO-${PurchaseOrder}` === number,
  );
  demo.expect('SAP', 'supplier and items', ['17300001', 2], [order?.Supplier, order?._PurchaseOrderItem.length]);
  return number;
}

async function failing(demo: DemoClient, title: string, fault: object): Promise<string> {
  demo.chapter(title);
  const { id } = (await demo.api('requester', 'POST', PATH, LAPTOP)).body;
  await demo.sap('POST', '/faults', [{ match: { method: 'POST', path: '/PurchaseOrder' }, ...fault }]);
  const before = await ordersAt(demo);
  await demo.api('approver', 'POST', `${PATH}/${id}/approve`);
  const number = await orderNumber(demo, id, 30_000);
  demo.expect('SAP', 'orders made', 1, (await ordersAt(demo)) - before);
  return number;
}

async function aVendorThatSapDoesNotKnow(demo: DemoClient): Promise<void> {
  demo.chapter('A vendor that SAP does not know');
  const { id } = (await demo.api('requester', 'POST', PATH, { ...LAPTOP, vendor: 'Acme' })).body;
  await demo.api('approver', 'POST', `${PATH}/${id}/approve`);
  const sync = await demo.until(
    () => demo.api('requester', 'GET', `${PATH}/${id}/sync`),
    ({ body }) => body.data[0]?.status === 'failed',
    10_000,
  );
  const [state] = sync.body.data;
  demo.expect(
    'hub',
    'waits for a person',
    ['failed', 'mapping.suppliers_missing'],
    [state?.status, state?.last_error?.code],
  );
}

async function aRejection(demo: DemoClient): Promise<void> {
  demo.chapter('A request that is rejected');
  const { id } = (await demo.api('requester', 'POST', PATH, LAPTOP)).body;
  const rejected = await demo.api('approver', 'POST', `${PATH}/${id}/reject`, {
    reason: 'Please repair the old one.',
  });
  demo.expect('hub', 'the rejection', 'cancelled', rejected.body.status);
}

async function orderNumber(demo: DemoClient, id: string, deadlineMs: number): Promise<string> {
  const get = (): Promise<Answer> => demo.api('requester', 'GET', `${PATH}/${id}`);
  const { body } = await demo.until(get, (answer) => answer.body.status === 'ordered', deadlineMs);
  demo.expect('hub', `${id} is`, /^ordered, PO-45\d{8}$/, [body.status, body.erp_po_number]);
  return body.erp_po_number;
}

async function ordersAt(demo: DemoClient): Promise<number> {
  return (await demo.sap('GET', '/state')).body.purchaseOrders.length;
}

async function committedCents(demo: DemoClient): Promise<number> {
  const { body } = await demo.api('requester', 'GET', `/v1/erp/budgets?cost_center=${COST_CENTER}`);
  return Math.round(body.data[0].committed * 100);
}
