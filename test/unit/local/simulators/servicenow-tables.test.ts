import { beforeAll, describe, expect, it } from '@jest/globals';
import { runningServiceNow } from './servicenow-client.ts';

const sn = runningServiceNow();
const ORDERS = 'sn_shop_purchase_order';
const OUTBOUND = 'sn_spend_intg_outbound_purchase_order';

beforeAll(async () => {
  const orders = [3, 1, 2, 10].map((price, index) => ({
    order_number: `PO${index}`,
    supplier_id: `SUP-${index % 2}`,
    lines: [{ unit_price: String(price) }],
  }));
  await sn.control('POST', 'orders', orders);
});

/** The numbers of the orders that a query returns, in this order. */
async function numbers(sysparm_query: string): Promise<unknown[]> {
  return (await sn.rows(ORDERS, sysparm_query)).map(({ number }) => number);
}

describe('an encoded query', () => {
  it.each([
    ['number=PO1', ['PO1']],
    ['number!=PO1^ORDERBYnumber', ['PO0', 'PO2', 'PO3']],
    ['numberSTARTSWITHPO^numberENDSWITH2', ['PO2']],
    ['numberLIKEO3', ['PO3']],
    ['total_amount>2^ORDERBYtotal_amount', ['PO0', 'PO3']],
    ['total_amount<3^ORDERBYDESCtotal_amount', ['PO2', 'PO1']],
    ['number=PO0^ORnumber=PO1^supplier_id=SUP-1', ['PO1']],
    ['supplier_id=SUP-1^number=PO0^ORnumber=PO3', ['PO3']],
    ['ORDERBYsupplier_id^ORDERBYDESCnumber', ['PO2', 'PO0', 'PO3', 'PO1']],
    ['number=po1', []],
    ['number=PO1^EQ', ['PO1']],
  ])('%s returns %j', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  it('follows references', async () => {
    const rows = await sn.rows(OUTBOUND, 'purchase_order.total_amount=10');
    expect(rows).toMatchObject([{ order_number: 'PO3' }]);
    const query = 'purchase_order_line.purchase_order.number=PO2';
    expect(await sn.rows(`${OUTBOUND}_line`, query)).toHaveLength(1);
  });

  it('ignores a field that does not exist, or returns no rows where the instance is set to that', async () => {
    for (const query of ['nmber=PO1', 'supplier.name=x', '__proto__=1', 'purchase_order.number=1', 'nonsense']) {
      expect(await numbers(query)).toHaveLength(4);
    }
    expect(await numbers('number=PO1^nmber=PO2')).toEqual(['PO1']);
    await sn.control('POST', 'settings', { 'glide.invalid_query.returns_no_rows': true });
    expect(await numbers('number=PO1^nmber=PO2')).toEqual([]);
    expect(await numbers('number=PO1')).toEqual(['PO1']);
    await sn.control('POST', 'settings', { 'glide.invalid_query.returns_no_rows': false });
  });

  it.each(['number>=PO1', 'number=PO1^NQnumber=PO2', 'numberISEMPTY'])('%s is refused by name', async (query) => {
    expect(await sn.table(ORDERS, { sysparm_query: query })).toMatchObject({
      status: 400,
      json: { error: { message: 'Not simulated' } },
    });
  });
});

describe('a list', () => {
  const sysparm_query = 'ORDERBYnumber';

  it('comes in pages with a count and links', async () => {
    const first = await sn.table(ORDERS, { sysparm_query, sysparm_limit: '3', sysparm_fields: 'number' });
    expect(first.json).toEqual({ result: [{ number: 'PO0' }, { number: 'PO1' }, { number: 'PO2' }] });
    expect(first.headers.get('x-total-count')).toBe('4');
    const links = first.headers.get('link') ?? '';
    expect([...links.matchAll(/rel="(\w+)"/g)].map(([, rel]) => rel)).toEqual(['first', 'next', 'last']);
    const next = /<([^>]+)>;rel="next"/.exec(links)?.[1] ?? '';
    const reply = await fetch(next, { headers: { authorization: sn.basic } });
    expect(await reply.json()).toEqual({ result: [{ number: 'PO3' }] });
    expect(reply.headers.get('link')).toMatch(/sysparm_offset=0>;rel="prev"/);
  });

  it('leaves out the count or the links', async () => {
    const uncounted = await sn.table(ORDERS, { sysparm_no_count: 'true' });
    expect(uncounted.headers.get('x-total-count')).toBeNull();
    expect(uncounted.headers.get('link')).not.toContain('last');
    const plain = await sn.table(ORDERS, { sysparm_suppress_pagination_header: 'true' });
    expect(plain.headers.get('link')).toBeNull();
    expect(plain.headers.get('x-total-count')).toBe('4');
  });

  it('is empty when nothing matches, or past its end', async () => {
    expect(await numbers('number=PO9')).toEqual([]);
    expect((await sn.table(ORDERS, { sysparm_offset: '99', sysparm_limit: 'many' })).json).toEqual({ result: [] });
  });
});

describe('a record', () => {
  it('shows references as links, values, or displayed', async () => {
    const [order] = await sn.rows(ORDERS, 'number=PO1');
    const value = String(order?.sys_id);
    expect(value).toMatch(/^[0-9a-f]{32}$/);
    expect(order?.sys_created_on).toBe('2026-02-24 09:00:00');
    const link = `${sn.url}/api/now/table/${ORDERS}/${value}`;
    const status = { display_value: 'Pending Submission', value: '20' };
    const read = async (changes: Record<string, string>) => {
      const sysparm_fields = 'purchase_order,purchase_order.status,order_number,nothing';
      const sysparm_query = 'order_number=PO1';
      return (await sn.table(OUTBOUND, { sysparm_query, sysparm_fields, ...changes })).json.result[0];
    };
    const plain = { 'purchase_order.status': '20', order_number: 'PO1' };
    const displayed = { 'purchase_order.status': 'Pending Submission', order_number: 'PO1' };
    const bare = { sysparm_exclude_reference_link: 'true' };
    expect(await read({})).toEqual({ ...plain, purchase_order: { link, value } });
    expect(await read(bare)).toEqual({ ...plain, purchase_order: value });
    expect(await read({ sysparm_display_value: 'true' })).toEqual({
      ...displayed,
      purchase_order: { display_value: 'PO1', link },
    });
    expect(await read({ sysparm_display_value: 'true', ...bare })).toEqual({ ...displayed, purchase_order: 'PO1' });
    expect(await read({ sysparm_display_value: 'all' })).toEqual({
      purchase_order: { display_value: 'PO1', value, link },
      'purchase_order.status': status,
      order_number: { display_value: 'PO1', value: 'PO1' },
    });
    const followed = await fetch(link, { headers: { authorization: sn.basic } });
    expect(await followed.json()).toMatchObject({ result: { number: 'PO1', status: '20' } });
  });

  it('is not found by another sys_id, nor in another table', async () => {
    const [order] = await sn.rows(ORDERS);
    for (const path of [`${ORDERS}/${'0'.repeat(32)}`, `${OUTBOUND}/${order?.sys_id}`]) {
      const detail = "Record doesn't exist or ACL restricts the record retrieval";
      expect(await sn.table(path)).toMatchObject({
        status: 404,
        json: { error: { message: 'No Record found', detail }, status: 'failure' },
      });
    }
    for (const name of ['incident', 'constructor', '__proto__']) {
      expect(await sn.table(name)).toMatchObject({
        status: 400,
        json: { error: { message: `Invalid table ${name}`, detail: null }, status: 'failure' },
      });
    }
  });

  it.each([
    ['v1', 404],
    ['v2', 200],
  ])('is read with %s of the API too, where a list without rows has status %i', async (version, status) => {
    const read = (path: string) => {
      const headers = { authorization: sn.basic };
      return sn.call('GET', `/api/now/${version}/table/${ORDERS}${path}`, undefined, headers);
    };
    const [{ sys_id }] = (await read('?sysparm_query=number=PO1')).json.result;
    expect((await read(`/${sys_id}`)).json).toMatchObject({ result: { number: 'PO1' } });
    expect((await read('?sysparm_query=number=PO404')).status).toBe(status);
  });
});
