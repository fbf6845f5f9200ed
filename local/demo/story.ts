import type { Answer, Stage } from './stage.ts';

/** The story of the hub: a purchase from request to order, and what becomes of it when things go wrong. */
export async function tellStory(stage: Stage): Promise<void> {
  const ordersBefore = await ordersAt(stage);
  const committedBefore = await committedCents(stage);
  const numbers = [
    await aPurchase(stage),
    await failing(stage, 'SAP makes the order, but its answer is lost', { kind: 'drop-after' }),
    await failing(stage, 'SAP asks for a pause', { kind: 'status', status: 429, headers: { 'Retry-After': '2' } }),
    await failing(stage, 'SAP is down for a moment', { kind: 'status', status: 503 }),
    await failing(stage, 'SAP answers with garbage', { kind: 'garbage' }),
  ];
  await aVendorThatSapDoesNotKnow(stage);
  await aRejection(stage);

  stage.chapter('In the end');
  stage.expect('SAP', 'orders more than before', numbers.length, (await ordersAt(stage)) - ordersBefore);
  stage.expect('hub', 'different order numbers', numbers.length, new Set(numbers).size);
  // The request that SAP can't take is approved too, so its amount is committed.
  const expected = (numbers.length + 1) * PRICE_CENTS;
  stage.expect('budget', 'committed more, in cents', expected, (await committedCents(stage)) - committedBefore);
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

async function aPurchase(stage: Stage): Promise<string> {
  stage.chapter('An employee asks for a laptop');
  const created = await stage.api('requester', 'POST', PATH, LAPTOP);
  stage.expect(
    'hub',
    'the request',
    [201, 'pending_approval', 1708],
    [created.status, created.body.status, created.body.total_cost],
  );
  const { id } = created.body;
  const own = await stage.api('requester', 'POST', `${PATH}/${id}/approve`);
  stage.expect('hub', 'the employee may not approve', [403, 'auth.role_missing'], [own.status, own.body.code]);

  stage.chapter('The approver approves');
  const before = await committedCents(stage);
  const approved = await stage.api('approver', 'POST', `${PATH}/${id}/approve`, {
    comment: 'Within quarterly budget.',
  });
  stage.expect('hub', 'the approval', ['approved', 'queued'], [approved.body.status, approved.body.erp_sync_status]);
  stage.expect('budget', 'committed at once, in cents', PRICE_CENTS, (await committedCents(stage)) - before);
  const number = await orderNumber(stage, id, 10_000);
  const state = (await stage.sap('GET', '/state')).body;
  const order = state.purchaseOrders.find(
    ({ PurchaseOrder }: { PurchaseOrder: string }) => `PO-${PurchaseOrder}` === number,
  );
  stage.expect('SAP', 'supplier and items', ['17300001', 2], [order?.Supplier, order?._PurchaseOrderItem.length]);
  return number;
}

async function failing(stage: Stage, title: string, fault: object): Promise<string> {
  stage.chapter(title);
  const { id } = (await stage.api('requester', 'POST', PATH, LAPTOP)).body;
  await stage.sap('POST', '/faults', [{ match: { method: 'POST', path: '/PurchaseOrder' }, ...fault }]);
  const before = await ordersAt(stage);
  await stage.api('approver', 'POST', `${PATH}/${id}/approve`);
  const number = await orderNumber(stage, id, 30_000);
  stage.expect('SAP', 'orders made', 1, (await ordersAt(stage)) - before);
  return number;
}

async function aVendorThatSapDoesNotKnow(stage: Stage): Promise<void> {
  stage.chapter('A vendor that SAP does not know');
  const { id } = (await stage.api('requester', 'POST', PATH, { ...LAPTOP, vendor: 'Acme' })).body;
  await stage.api('approver', 'POST', `${PATH}/${id}/approve`);
  const sync = await stage.until(
    () => stage.api('requester', 'GET', `${PATH}/${id}/sync`),
    ({ body }) => body.data[0]?.status === 'failed',
    10_000,
  );
  const [state] = sync.body.data;
  stage.expect(
    'hub',
    'waits for a person',
    ['failed', 'mapping.suppliers_missing'],
    [state?.status, state?.last_error?.code],
  );
}

async function aRejection(stage: Stage): Promise<void> {
  stage.chapter('A request that is rejected');
  const { id } = (await stage.api('requester', 'POST', PATH, LAPTOP)).body;
  const rejected = await stage.api('approver', 'POST', `${PATH}/${id}/reject`, {
    reason: 'Please repair the old one.',
  });
  stage.expect('hub', 'the rejection', 'cancelled', rejected.body.status);
}

async function orderNumber(stage: Stage, id: string, deadlineMs: number): Promise<string> {
  const get = (): Promise<Answer> => stage.api('requester', 'GET', `${PATH}/${id}`);
  const { body } = await stage.until(get, (answer) => answer.body.status === 'ordered', deadlineMs);
  stage.expect('hub', `${id} is`, /^ordered, PO-45\d{8}$/, [body.status, body.erp_po_number]);
  return body.erp_po_number;
}

async function ordersAt(stage: Stage): Promise<number> {
  return (await stage.sap('GET', '/state')).body.purchaseOrders.length;
}

async function committedCents(stage: Stage): Promise<number> {
  const { body } = await stage.api('requester', 'GET', `/v1/erp/budgets?cost_center=${COST_CENTER}`);
  return Math.round(body.data[0].committed * 100);
}
