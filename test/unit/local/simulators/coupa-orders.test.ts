import { beforeEach, describe, expect, it } from '@jest/globals';
import { runningCoupa } from './coupa-client.ts';

const coupa = runningCoupa();
beforeEach(() => coupa.reset());

const order = async (id: number, query = '') => (await coupa.get(`purchase_orders/${id}${query}`)).json;
const put = (id: number, query: string, body?: unknown) => coupa.api('PUT', `purchase_orders/${id}${query}`, body);
const user = (id: number, action: string) => coupa.control('POST', `orders/${id}/${action}`);

describe('an order of the control API', () => {
  it('has defaults for what is left out, and a list of orders comes back', async () => {
    expect(await coupa.createOrders({}, { status: 'draft' })).toMatchObject([
      { id: 4711, 'po-number': '4711', version: 1, status: 'issued', exported: false, total: '1700.00' },
      { id: 4712, status: 'draft' },
    ]);
    expect((await coupa.control('POST', 'orders')).json).toMatchObject([{ id: 4713 }]);
    expect(await order(4711)).toMatchObject({
      supplier: { name: 'Acme Tools' },
      requester: { login: 'jo' },
      currency: { code: 'USD' },
      'ship-to-address': { state: 'CA', 'state-iso-code': 'US-CA' },
      'custom-fields': { 'integration-status': null },
      'current-integration-history-records': [],
      'order-lines': [
        { status: 'created', 'match-type': '3-way', account: { code: '01-100', 'account-type': { name: 'CoA' } } },
      ],
    });
  });

  it('can be a line by amount, and have split accounting', async () => {
    const line = {
      ...{ type: 'OrderAmountLine', price: 500, account: null },
      'account-allocations': [{ amount: '250', pct: 50, account: { code: 'x' } }],
    };
    const id = await coupa.createOrder({ 'order-lines': [line] });
    expect((await order(id))['order-lines']).toMatchObject([
      { quantity: null, price: '500.00', total: '500.00', 'account-allocations': [{ amount: '250.00', pct: '50.00' }] },
    ]);
  });

  it.each<[unknown, number]>([
    ['x', 400],
    [[[]], 400],
    [{ colour: 'red' }, 400],
    [{ status: 'lost' }, 400],
    [{ 'order-lines': 'none' }, 400],
    [{ 'order-lines': [{ price: 'much' }] }, 400],
    [{ 'order-lines': [{ 'need-by-date': '2026-02-30' }] }, 400],
    [{ id: 7 }, 400],
    [{ supplier: 'Acme' }, 400],
    [{ 'custom-fields': { a: { b: 1 } } }, 400],
    [{ 'po-number': 'x'.repeat(21) }, 409],
    [[{ 'po-number': 'a' }, { 'po-number': 'a' }], 409],
    [[{}, { 'po-number': 'used' }], 409],
  ])('is refused as %j, and none is made', async (body, status) => {
    await coupa.createOrder({ 'po-number': 'used' });
    expect((await coupa.control('POST', 'orders', body)).status).toBe(status);
    expect((await coupa.state()).purchase_orders).toHaveLength(1);
  });
});

describe('the export flag', () => {
  it('is set and taken back by a call of its own, which changes nothing else', async () => {
    const id = await coupa.createOrder();
    const marked = await put(id, '?exported=true', { 'custom-fields': { a: 'b' } });
    expect(marked.json).toMatchObject({ exported: true, version: 1, 'internal-revision': 1 });
    expect(marked.json['custom-fields']).not.toHaveProperty('a');
    expect(marked.json['last-exported-at']).toBe(marked.json['updated-at']);
    expect((await put(id, '?exported=false')).json).toMatchObject({ exported: false });
    expect((await put(id, '', { exported: true, 'custom-fields': { a: 'b' } })).json).toMatchObject({
      exported: true,
    });
    expect(await put(id, '?exported=perhaps')).toMatchObject({ status: 400 });
  });

  it('is kept by changes of the API', async () => {
    const id = await coupa.createOrder({ exported: true });
    const body = { id, custom_fields: { integration_status: 'Success' }, status: 'closed' };
    expect((await put(id, '', body)).json).toMatchObject({
      ...{ exported: true, version: 1, 'internal-revision': 2, 'custom-fields': { 'integration-status': 'Success' } },
      status: 'issued',
    });
    expect((await put(id, '', { 'custom-fields': { 'cf-integration-status': 'x' } })).json).toMatchObject({
      'custom-fields': { 'integration-status': 'Success', 'cf-integration-status': 'x' },
    });
  });

  it.each([
    ['close', false, true],
    ['close', true, false],
    ['cancel', false, false],
  ])(
    'after a user’s %s, with everyChangeResetsExported %s, is %s',
    async (action, everyChangeResetsExported, exported) => {
      await coupa.control('POST', 'settings', { everyChangeResetsExported });
      const id = await coupa.createOrder({ exported: true });
      expect((await user(id, action)).json).toMatchObject({ exported });
    },
  );
});

describe('a user’s change', () => {
  it('adds, changes and deletes lines; deleted ones are shown on request', async () => {
    const id = await coupa.createOrder({ 'order-lines': [{ price: 10 }, { price: 20 }] });
    const lines = [{ 'line-num': '1', _delete: true }, { 'line-num': '2', quantity: 3 }, { price: 5 }];
    const changed = await coupa.control('PATCH', `orders/${id}`, { 'order-lines': lines });
    expect(changed.json).toMatchObject({ total: '65.00', version: 2 });
    expect((await order(id))['order-lines']).toMatchObject([{ 'line-num': '2', total: '60.00' }, { 'line-num': '3' }]);
    const all = (await order(id, '?show_deleted_lines=true'))['order-lines'];
    expect(all).toMatchObject([{ 'line-num': '1', status: 'cancelled' }, { 'line-num': '2' }, { 'line-num': '3' }]);
    expect(all[0]).not.toHaveProperty('deleted');

    const again = { 'order-lines': [{ 'line-num': '1', price: 7 }] };
    expect((await coupa.control('PATCH', `orders/${id}`, again)).status).toBe(409);
  });

  it.each<[string, unknown, number]>([
    ['4711', { 'order-lines': [{ 'line-num': '9' }] }, 409],
    ['4711', { version: 7 }, 400],
    ['4711', 'x', 400],
    ['1', {}, 404],
    ['4712', {}, 409],
  ])('of order %s to %j is refused', async (id, edit, status) => {
    await coupa.createOrders({}, { status: 'closed' });
    expect((await coupa.control('PATCH', `orders/${id}`, edit)).status).toBe(status);
    expect(await order(4711)).toMatchObject({ version: 1, 'internal-revision': 1 });
  });
});

describe('the status', () => {
  it('follows users’ actions', async () => {
    const id = await coupa.createOrder();
    for (const [action, status] of [
      ['soft_close', 'soft_closed'],
      ['reopen', 'issued'],
      ['close', 'closed'],
      ['reopen', 'issued'],
      ['cancel', 'cancelled'],
    ] as const) {
      expect((await user(id, action)).json).toMatchObject({ status });
    }
    expect((await user(id, 'reopen')).status).toBe(409);
    expect((await user(id, 'burn')).status).toBe(404);
    expect((await user(1, 'cancel')).status).toBe(404);
  });

  it('is spelled as the setting says', async () => {
    await coupa.control('POST', 'settings', { cancelledStatus: 'canceled' });
    expect((await user(await coupa.createOrder(), 'cancel')).json).toMatchObject({ status: 'canceled' });
  });
});

describe('a body of the API', () => {
  it.each<[unknown, string]>([
    ['{"custom-fields":', 'base'],
    ['[]', 'order_header'],
    ['7', 'order_header'],
    [{ 'custom-fields': 'x' }, 'order_header'],
    [{ 'custom-fields': { a: ['b'] } }, 'order_header'],
    [{ 'custom-fields': { 'integration-staus': 'Success' } }, 'order_header'],
    [{ 'custom-fields': { constructor: 'x' } }, 'order_header'],
  ])('is refused as %j', async (body, object) => {
    const reply = await put(await coupa.createOrder(), '', body);
    expect(reply).toMatchObject({ status: 400, json: { errors: { [object]: [expect.any(String)] } } });
    expect(await order(4711)).toMatchObject({ 'internal-revision': 1 });
  });

  it('must be JSON by its content type', async () => {
    const id = await coupa.createOrder();
    const headers = { 'content-type': 'application/xml' };
    expect((await coupa.api('PUT', `purchase_orders/${id}`, '{}', headers)).status).toBe(415);
    expect((await coupa.api('PUT', `purchase_orders/${id}?exported=true`, undefined, headers)).status).toBe(200);
  });

  it('may have unknown fields', async () => {
    const id = await coupa.createOrder();
    const body = '{"colour":1,"__proto__":{"a":1},"constructor":2}';
    expect((await put(id, '', body)).json).toMatchObject({ 'internal-revision': 2 });
    const deep = `{"colour":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect((await put(id, '', deep)).status).toBe(200);
    expect((await coupa.control('PATCH', `orders/${id}`, deep)).status).toBe(400);
  });
});

describe('return_object', () => {
  it.each([
    ['none', undefined],
    ['limited', { id: 4711 }],
  ])('is %s of a change', async (shape, json) => {
    const id = await coupa.createOrder();
    expect(await put(id, `?exported=true&return_object=${shape}`)).toMatchObject({ status: 200, json });
    expect(await order(id)).toMatchObject({ exported: true });
    expect((await put(id, '?return-object=all')).status).toBe(400);
  });
});

it('keeps its state over a restart', async () => {
  await coupa.createOrders({}, { exported: true });
  await put(4711, '?exported=true');
  const before = await coupa.state();
  await coupa.restart();
  expect(await coupa.state()).toEqual(before);
  await coupa.logOn();
  expect(await coupa.ids('purchase_orders?exported=true')).toEqual([4711, 4712]);
  expect(await coupa.createOrders({})).toMatchObject([{ id: 4713 }]);
});
