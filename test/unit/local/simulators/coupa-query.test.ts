import { beforeAll, describe, expect, it } from '@jest/globals';
import { runningCoupa } from './coupa-client.ts';

const coupa = runningCoupa();
const PO = 'purchase_orders';

beforeAll(async () => {
  await coupa.reset();
  await coupa.createOrders({ supplier: { id: 5, name: 'Fishy', number: 'V-5' }, 'custom-fields': { region: 'EMEA' } });
  coupa.now = Date.parse('2026-03-01T10:00:00Z');
  await coupa.createOrders(
    { status: 'closed', 'order-lines': [{ price: '20', account: { code: 'a-c' } }] },
    { status: 'canceled', exported: true, po_number: 'PO 4/9', 'payment-method': '' },
    { status: 'cancelled', order_lines: [{ price: 3, quantity: 2, need_by_date: '2026-04-01' }] },
  );
  coupa.now = Date.parse('2026-03-02T10:00:00Z');
  await coupa.control('POST', 'settings', { customFields: ['cf-integration-status', 'integration-status', 'region'] });
  await coupa.logOn();
  await coupa.api('PUT', `${PO}/4711`, { 'custom-fields': { region: 'APAC' } });
});

describe('conditions', () => {
  it.each([
    ['id=4712', [4712]],
    ['status=closed', [4712]],
    ['status[not_eq]=closed', [4711, 4713, 4714]],
    ['status[in]=issued,closed', [4711, 4712]],
    ['status[not_in]=issued,closed', [4713, 4714]],
    ['status=canceled', [4713, 4714]],
    ['status[in]=cancelled', [4713, 4714]],
    ['status[contains]=ance', [4713, 4714]],
    ['status[starts_with]=is', [4711]],
    ['status[ends_with]=ed&exported=true', [4713]],
    ['exported=false&status[in]=canceled,closed', [4712, 4714]],
    ['id[gt]=4712', [4713, 4714]],
    ['id[gt_or_eq]=4712&id[lt]=4714', [4712, 4713]],
    ['id[lt_or_eq]=4712', [4711, 4712]],
    ['id[gt]=4714', []],
    ['id[in]=4711,4714', [4711, 4714]],
    ['po-number=PO%204/9', [4713]],
    ['po_number[contains]=4/', [4713]],
    ['updated_at[gt]=2026-03-01T10:00:00Z', [4711]],
    ['updated-at[gt_or_eq]=2026-03-01T11%3A00%3A00%2B01%3A00', [4711, 4712, 4713, 4714]],
    ['updated_at[lt]=2026-03-02', [4712, 4713, 4714]],
    ['updated_at[lt]=2026-03-01T10:00:00.500Z', [4712, 4713, 4714]],
    ['created_at[lt]=2026-03-01', [4711]],
    ['last_exported_at[gt]=2026-01-01', [4713]],
    ['total[gt]=20', [4711, 4713]],
    ['total[gt_or_eq]=20.0', [4711, 4712, 4713]],
    ['total=6', [4714]],
    ['payment_method[blank]=true', [4713]],
    ['payment_method[blank]=false', [4711, 4712, 4714]],
    ['ship_to_attention=Jo%20Example&version=1&acknowledged-flag=false', [4711, 4712, 4713, 4714]],
    ['status=issued&status=closed', [4712]],
    ['supplier[name]=Fishy', [4711]],
    ['supplier[name][not_eq]=Fishy', [4712, 4713, 4714]],
    ['order-lines[account][code]=a-c', [4712]],
    ['order_lines[account][code][in]=a-c,b-c', [4712]],
    ['order_lines[need_by_date][gt]=2026-03-31', [4714]],
    ['order-lines[quantity][gt]=1.5&supplier[id]=84', [4713, 4714]],
  ])('%s select %j', async (query, expected) => {
    expect(await coupa.ids(`${PO}?${query}`)).toEqual(expected);
  });

  it.each([
    'colour=red',
    'supplier=5',
    'order-lines=1',
    'supplier[colour]=Fishy',
    'supplier[name][like]=Fishy',
    'order-lines[account]=1',
    'supplier[name][gt][in]=x',
    'supplier[constructor]=x',
    'status[like]=x',
    'status[]=x',
    'status[in',
    'id=abc',
    'id[in]=1,x',
    'exported=maybe',
    'total[gt]=much',
    'created_at[gt]=yesterday',
    'created_at[gt]=2026-02-30',
    'created_at[gt]=2026-02-01T00:00:00+01:00',
    'updated_at[contains]=2026',
    'updated_at[blank]=true',
    'payment_method[blank]=maybe',
    'custom_fields=x',
    'custom-fields[a][b]=x',
    'constructor=x',
    '__proto__[x]=1',
    'limit=0',
    'limit=-1',
    'limit=x',
    'offset=-1',
    'offset=1.5',
    'order_by=colour',
    'order_by=supplier',
    'order_by=order_lines',
    'dir=up',
    'fields=id',
    'fields={"id":1}',
    'fields=[1]',
    'return_object=none',
    'return_object=deep',
    'show_deleted_lines=maybe',
  ])('refuse %s', async (query) => {
    const reply = await coupa.get(`${PO}?${query}`);
    expect(reply).toMatchObject({ status: 400, json: { errors: { order_header: [expect.any(String)] } } });
  });
});

describe('order and pages', () => {
  it.each([
    ['order_by=id&dir=desc', [4714, 4713, 4712, 4711]],
    ['order_by=updated_at', [4712, 4713, 4714, 4711]],
    ['order-by=updated-at&dir=desc&limit=2', [4711, 4714]],
    ['order_by=total', [4714, 4712, 4711, 4713]],
    ['order_by=status&exported=false', [4714, 4712, 4711]],
    ['order_by=last_exported_at&dir=desc', [4713, 4714, 4712, 4711]],
    ['limit=2', [4711, 4712]],
    ['limit=2&offset=3', [4714]],
    ['offset=4', []],
    ['offset=999999999', []],
    ['limit=51', [4711, 4712, 4713, 4714]],
    ['order_by=updated_at&updated_at[gt]=2026-03-01&offset=1&limit=2', [4713, 4714]],
    ['order_by=total&dir=desc&updated_at[lt]=2026-03-02&offset=1', [4712, 4714]],
  ])('%s gives %j', async (query, expected) => {
    expect(await coupa.ids(`${PO}?${query}`)).toEqual(expected);
  });
});

describe('the shape of what is returned', () => {
  it.each([
    [
      'fields=["id",{"order_lines":["line_num","price"]}]',
      { id: 4712, 'order-lines': [{ 'line-num': '1', price: '20.00' }] },
    ],
    ['fields=["po_number","unknown",{"supplier":["name"]}]', { 'po-number': '4712', supplier: { name: 'Acme Tools' } }],
    [
      'fields=[{"custom-fields":{}}]',
      { 'custom-fields': { 'cf-integration-status': null, 'integration-status': null, region: null } },
    ],
    ['return_object=limited&filter=slim', { id: 4712 }],
    ['filter=slim', { id: 4712, supplier: { number: 'V-100' } }],
    ['filter=slim&fields=["id"]', { id: 4712 }],
  ])('%s', async (query, expected) => {
    await coupa.control('POST', 'settings', { apiFilters: { slim: ['id', { supplier: ['number'] }] } });
    expect((await coupa.get(`${PO}?id=4712&${query}`)).json).toEqual([expected]);
    expect((await coupa.get(`${PO}/4712?${query}`)).json).toEqual(expected);
  });

  it('has associations by their keys where it is shallow', async () => {
    const { json } = await coupa.get(`${PO}/4711?return_object=shallow`);
    expect(json).toMatchObject({ id: 4711, status: 'issued', currency: { id: 1, code: 'USD' } });
    expect(json.supplier).toEqual({ id: 5, name: 'Fishy', number: 'V-5' });
    expect(json['order-lines']).toEqual([{ id: 4_711_001, 'line-num': '1' }]);
    expect(json['custom-fields']).toMatchObject({ region: 'APAC' });
  });

  it('writes ids as numbers, decimals and line numbers as text', async () => {
    const { json } = await coupa.get(`${PO}/4714/`);
    expect(json).toMatchObject({ id: 4714, 'po-number': '4714', version: 1, total: '6.00', exported: false });
    expect(json['order-lines']).toMatchObject([
      { 'line-num': '1', quantity: '2.0', price: '3.00', total: '6.00', 'order-header-id': 4714 },
    ]);
    expect(json['order-lines'][0]['need-by-date']).toBe('2026-04-01T00:00:00+00:00');
    expect(json['created-at']).toBe('2026-03-01T10:00:00+00:00');
  });
});

describe('settings', () => {
  it.each([
    ['a text', '"text"'],
    ['a list', []],
    ['nested too deeply', `{"apiFilters": {"deep": ${'['.repeat(9000)}${']'.repeat(9000)}}}`],
  ])('are refused when they are %s', async (_, body) => {
    expect((await coupa.control('POST', 'settings', body)).status).toBe(400);
  });
});
