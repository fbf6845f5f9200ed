import { once } from 'node:events';
import { get } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { basic, runningServiceNow } from './servicenow-client.ts';
import { CATALOG, ORDERACK, ORDERS, PRICE } from './servicenow-samples.ts';
import { request } from './simulator-client.ts';

const sn = runningServiceNow();
beforeEach(async () => {
  await sn.control('POST', 'reset');
});

const error = (message: string, detail: unknown) => ({ error: { message, detail }, status: 'failure' });
const DENIED = error('User Not Authenticated', 'Required to provide Auth information');
const VIEWER = basic('hub.viewer', 'Viewer-2026-Dev');
const URI = 'Requested URI does not represent any resource';

describe('access', () => {
  it.each(['', 'Basic !', basic('hub.integrator', 'wrong'), 'Bearer unknown'])(
    'is denied to %j',
    async (authorization) => {
      expect(await sn.post('catalog', [CATALOG], 'sync', { authorization })).toMatchObject({
        status: 401,
        json: DENIED,
      });
      const reply = await sn.table('sn_shop_purchase_order', {}, { authorization });
      expect(reply).toMatchObject({ status: 401, json: DENIED });
      expect(reply.headers.get('www-authenticate')).toMatch(/^BASIC realm/);
    },
  );

  it('is forbidden without the role', async () => {
    expect(await sn.post('catalog', [CATALOG], 'sync', { authorization: VIEWER })).toMatchObject({
      status: 403,
      json: error('User Not Authorized', 'Failed API level ACL Validation'),
    });
    expect(await sn.table('sn_shop_purchase_order', {}, { authorization: VIEWER })).toMatchObject({
      status: 403,
      json: error('Insufficient rights to query records', null),
    });
  });

  it('has a token that is repeated while it is valid, refreshed later, and ends', async () => {
    const { username = '', password = '' } = sn.credentials;
    const issued = await sn.token({ grant_type: 'password', username, password });
    const body = { scope: 'useraccount', token_type: 'Bearer', expires_in: 1799, refresh_token: expect.any(String) };
    expect(issued.json).toEqual({ ...body, access_token: expect.any(String) });
    sn.now += 1000;
    const again = await sn.token({ grant_type: 'refresh_token', refresh_token: issued.json.refresh_token });
    expect(again.json).toMatchObject({ access_token: issued.json.access_token, expires_in: 1798 });

    sn.now += 1_800_000;
    const authorization = `Bearer ${issued.json.access_token}`;
    expect((await sn.table('sn_shop_purchase_order', {}, { authorization })).status).toBe(401);
    const renewed = await sn.token({ grant_type: 'refresh_token', refresh_token: issued.json.refresh_token });
    expect(renewed.json.access_token).not.toBe(issued.json.access_token);
    const headers = { authorization: `Bearer ${renewed.json.access_token}` };
    expect((await sn.table('sn_shop_purchase_order', {}, headers)).status).toBe(200);
  });

  it('has no refresh token for client credentials, which can be disabled', async () => {
    expect((await sn.token({ grant_type: 'client_credentials' })).json).not.toHaveProperty('refresh_token');
    await sn.control('POST', 'settings', { 'glide.oauth.inbound.client.credential.grant_type.enabled': false });
    expect((await sn.token({ grant_type: 'client_credentials' })).status).toBe(401);
  });

  it.each([
    { grant_type: 'client_credentials', client_secret: 'wrong' },
    { grant_type: 'password', username: 'hub.integrator', password: 'wrong' },
    { grant_type: 'refresh_token', refresh_token: 'unknown' },
    { grant_type: 'implicit' },
  ])('gets the one error of the token endpoint for %j', async (form) => {
    const json = { error: 'server_error', error_description: 'access_denied' };
    expect(await sn.token(form)).toMatchObject({ status: 401, json });
  });

  it('gets no token for JSON, nor by GET', async () => {
    expect((await sn.call('POST', '/oauth_token.do', { grant_type: 'client_credentials' })).status).toBe(401);
    expect((await sn.call('GET', '/oauth_token.do')).status).toBe(401);
  });
});

describe('a request that the platform refuses', () => {
  it.each([
    ['/api/sn_spend_intg/spendint/refund', 400, error(URI, '/api/sn_spend_intg/spendint/refund')],
    ['/api/now/stats/incident', 400, error(URI, '/api/now/stats/incident')],
    ['/api/now/table/sn_shop_purchase_order', 405, error('Method Not Allowed', null)],
  ])('is for POST %s', async (path, status, json) => {
    expect(await sn.call('POST', path, {}, { authorization: sn.basic })).toMatchObject({ status, json });
  });

  it.each(['[', '', '{"root":[{"a":1,}]}', '{“root”: []}'])('is for the body %j', async (body) => {
    expect(await sn.raw('price', body)).toMatchObject({
      status: 400,
      json: error('Exception while reading request', 'The payload is not valid JSON'),
    });
  });

  it.each([{}, [], 'text', { root: {} }, { root: [] }, { root: [CATALOG, null] }])(
    'is for the payload %j',
    async (body) => {
      expect(await sn.raw('catalog', JSON.stringify(body))).toMatchObject({ status: 400, json: { status: 'failure' } });
    },
  );

  it('is for another mode, and takes deep nesting', async () => {
    expect((await sn.post('catalog', [CATALOG], 'Sync')).status).toBe(400);
    const deep = `{"root":[{"products":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`;
    expect((await sn.raw('catalog?mode=sync', deep)).status).toBe(200);
  });

  it('is for a body over 10 MB', async () => {
    const reply = await sn.raw('catalog', `{"root":["${'x'.repeat(10 * 1024 * 1024)}"]}`);
    expect(reply).toMatchObject({ status: 400, json: { error: { message: 'Exception while reading request' } } });
    expect(reply.json.error.detail).toMatch(/^Rejected large REST payload with content-length = 10485773 bytes/);
  });

  it.each([
    [{ 'content-type': 'text/plain' }, 415],
    [{ 'content-type': 'application/xml' }, 415],
    [{ accept: 'text/csv' }, 406],
    [{ accept: '' }, 406],
  ])('is for the headers %j', async (headers, status) => {
    expect((await sn.post('catalog', [CATALOG], 'sync', headers)).status).toBe(status);
  });

  it('is for no Accept header', async () => {
    const call = get(`${sn.url}/api/now/table/sn_shop_invoice`, { headers: { authorization: sn.basic } });
    const [response] = await once(call, 'response');
    expect(response.resume().statusCode).toBe(400);
  });

  it('is for no content type', async () => {
    const path = '/api/sn_spend_intg/spendint/catalog';
    const noType = { method: 'POST', headers: { authorization: sn.basic }, body: Buffer.from('{}') };
    expect((await fetch(`${sn.url}${path}`, noType)).status).toBe(400);
  });
});

describe('XML', () => {
  const accept = { accept: 'application/xml' };

  it('is returned to who accepts it, for results and errors', async () => {
    const ok = await sn.post('catalog', [CATALOG], 'sync', accept);
    expect(ok.headers.get('content-type')).toContain('application/xml');
    expect(ok.text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><response><result><response>success</response></result></response>',
    );
    const failed = await sn.post('price', [{ ...PRICE, customer_id: 'A&B <1>\u0001' }, PRICE], 'sync', accept);
    expect(failed.text).toContain('<response><customer_id>A&amp;B &lt;1&gt;</customer_id><supplier_id>');
    expect(failed.text.match(/<response><customer_id>/g)).toHaveLength(2);
    const unknown = await sn.table('nothing', {}, accept);
    expect(unknown.text).toContain('<error><message>Invalid table nothing</message><detail></detail></error>');
  });
});

describe('a rate rule', () => {
  it('limits the calls of an API in an hour, and is told in headers', async () => {
    expect((await sn.table('sn_shop_purchase_order')).headers.get('x-ratelimit-limit')).toBeNull();
    await sn.control('PUT', 'rate-rule', { api: 'Table API', limit: 2 });
    sn.now = Date.parse('2026-02-24T10:59:30.500Z');
    const replies = [];
    for (let call = 0; call < 3; call += 1) replies.push(await sn.table('sn_shop_purchase_order'));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429]);
    for (const { headers } of replies) {
      expect(headers.get('x-ratelimit-limit')).toBe('2');
      expect(headers.get('x-ratelimit-reset')).toBe(String(Date.parse('2026-02-24T11:00:00Z') / 1000));
      expect(headers.get('x-ratelimit-rule')).toMatch(/^[0-9a-f]{32}$/);
    }
    expect(replies[2]?.headers.get('retry-after')).toBe('30');
    expect(replies[2]?.json).toEqual(
      error('Rate limit exceeded', 'Rate limit of 2 requests per hour for Table API exceeded'),
    );
    expect((await sn.post('catalog', [CATALOG])).status).toBe(200);
    sn.now += 30_000;
    expect((await sn.table('sn_shop_purchase_order')).status).toBe(200);
    await sn.control('PUT', 'rate-rule', { api: 'Table API', limit: 0 });
    expect((await sn.table('sn_shop_purchase_order')).status).toBe(429);
    await sn.control('POST', 'reset');
    expect((await sn.table('sn_shop_purchase_order')).status).toBe(200);
  });
});

describe('the control API', () => {
  it('hibernates the instance, which then returns HTML to every call, until it wakes', async () => {
    await sn.control('POST', 'hibernate');
    await sn.restart();
    for (const reply of [await sn.post('catalog', [CATALOG]), await sn.token({ grant_type: 'client_credentials' })]) {
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-type')).toContain('text/html');
    }
    await sn.control('POST', 'wake');
    expect((await sn.post('catalog', [CATALOG])).json.result.response).toBe('success');
  });

  it('places orders with defaults, numbers them, and refuses a number that is taken', async () => {
    const { json } = await sn.control('POST', 'orders', {});
    expect(json).toMatchObject([
      { number: 'PO10010001', status: '20', total_amount: '456', lines: [{ sku: '5578874' }] },
    ]);
    expect(await sn.rows('sn_shop_supplier_product')).toMatchObject([{ sku: '5578874', unit: 'Each' }]);
    expect((await sn.control('POST', 'orders', [{}, {}])).json).toHaveLength(2);
    expect((await sn.control('POST', 'orders', [{}, { order_number: 'PO10010001' }])).status).toBe(409);
    expect((await sn.control('POST', 'orders', [{ order_number: 'A' }, { order_number: 'A' }])).status).toBe(409);
    expect((await sn.control('POST', 'orders', { quantity: 1 })).status).toBe(400);
    expect(await sn.rows('sn_shop_purchase_order')).toHaveLength(3);
  });

  it('refuses what users can’t do with an order', async () => {
    await sn.control('POST', 'orders', ORDERS);
    expect((await sn.control('POST', 'orders/PO404/confirm_erp')).status).toBe(404);
    expect((await sn.control('POST', 'orders/PO404/receive')).status).toBe(409);
    expect((await sn.control('POST', 'orders/PO08903323/receive')).status).toBe(409);
    expect((await sn.control('POST', 'orders/PO0001002/receive', { lines: ['POL1'] })).status).toBe(409);
    expect((await sn.control('POST', 'orders/PO0001002/burn')).status).toBe(404);
  });

  it.each([
    ['POST', '/api/sn_spend_intg/spendint/orderack?mode=sync'],
    ['GET', '/api/now/table/sn_shop_purchase_order'],
    ['POST', '/oauth_token.do'],
  ])('injects faults into %s %s', async (method, path) => {
    await sn.control('POST', 'orders', ORDERS);
    const body = method === 'GET' ? undefined : { root: [ORDERACK] };
    const call = () => sn.call(method, path, body, { authorization: sn.basic });
    const inject = (fault: object) => sn.control('POST', 'faults', [fault]);
    await inject({ kind: 'status', status: 503, headers: { 'retry-after': '9' } });
    const failed = await call();
    expect(failed).toMatchObject({ status: 503, json: error('Service Unavailable', null) });
    expect(failed.headers.get('retry-after')).toBe('9');
    await inject({ kind: 'garbage' });
    expect((await call()).json).toBeUndefined();
    for (const kind of ['drop-before', 'drop-after']) {
      await inject({ kind });
      await expect(call()).rejects.toThrow('fetch failed');
    }
    await inject({ kind: 'timeout' });
    const signal = AbortSignal.timeout(100);
    await expect(request(method, `${sn.url}${path}`, body, {}, signal)).rejects.toThrow(/timeout/);
    await inject({ kind: 'slow', ms: 30 });
    const started = performance.now();
    await call();
    expect(performance.now() - started).toBeGreaterThanOrEqual(25);
  });
});
