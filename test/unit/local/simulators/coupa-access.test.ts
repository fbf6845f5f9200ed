import { beforeEach, describe, expect, it } from '@jest/globals';
import { runningCoupa, SCOPES } from './coupa-client.ts';
import { request } from './simulator-client.ts';

const coupa = runningCoupa();
beforeEach(() => coupa.reset());

const PATH = '/api/purchase_orders';

describe('the token endpoint', () => {
  it('issues a bearer token with the scopes that were asked for', async () => {
    const reply = await coupa.token({ scope: 'core.purchase_order.read core.common.read' });
    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 86_399,
      scope: 'core.purchase_order.read core.common.read',
    });
  });

  it('takes the client by HTTP Basic too', async () => {
    const { client_id, client_secret } = coupa.credentials;
    const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    const body = 'grant_type=client_credentials&scope=core.integration.read';
    expect((await coupa.call('POST', '/oauth2/token', body, { authorization })).status).toBe(200);
  });

  it.each([
    [{ client_id: 'other' }, 401, 'invalid_client'],
    [{ client_secret: 'other' }, 401, 'invalid_client'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ scope: 'core.invoice.read' }, 400, 'invalid_scope'],
    [{ scope: 'core.purchase_order.read,core.integration.read' }, 400, 'invalid_scope'],
    [{ scope: '' }, 400, 'invalid_scope'],
  ])('refuses %j', async (changes, status, error) => {
    expect(await coupa.token(changes)).toMatchObject({ status, json: { error } });
  });

  it('refuses a JSON body, a form without grant, and a GET', async () => {
    expect(await coupa.call('POST', '/oauth2/token', { ...coupa.credentials })).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
    expect((await coupa.call('POST', '/oauth2/token', '')).status).toBe(400);
    expect((await coupa.call('GET', '/oauth2/token')).status).toBe(404);
  });

  it('has its faults', async () => {
    const match = { path: '/oauth2/token' };
    await coupa.control('POST', 'faults', [
      { match, kind: 'status', status: 503 },
      { match, kind: 'garbage' },
      { match, kind: 'drop-before' },
    ]);
    expect((await coupa.token()).status).toBe(503);
    expect((await coupa.token()).json).toBeUndefined();
    await expect(coupa.token()).rejects.toThrow('fetch failed');
    expect((await coupa.token()).status).toBe(200);
  });
});

describe('a call', () => {
  const read = (authorization: string) => coupa.api('GET', 'purchase_orders', undefined, { authorization });

  it.each(['', 'Bearer nobody-issued-this', 'Basic abc', 'Bearer'])('gets 401 with "%s"', async (authorization) => {
    const reply = await read(authorization);
    expect(reply).toMatchObject({ status: 401, json: { error: 'invalid_token' } });
    expect(reply.headers.get('www-authenticate')).toContain('invalid_token');
  });

  it('gets 401 once its token has expired', async () => {
    coupa.now += 86_398_000;
    expect((await coupa.get('purchase_orders')).status).toBe(401);

    await coupa.logOn();
    expect((await coupa.get('purchase_orders')).status).toBe(200);
    await coupa.control('POST', 'expire-tokens');
    expect((await coupa.get('purchase_orders')).status).toBe(401);
  });

  it.each([
    ['GET', 'purchase_orders', 'core.purchase_order.read'],
    ['PUT', 'purchase_orders/4711?exported=true', 'core.purchase_order.write'],
    ['GET', 'integration_runs', 'core.integration.read'],
    ['POST', 'integration_history_records', 'core.integration.write'],
    ['PUT', 'integration_errors/1/resolve', 'core.integration.write'],
  ])('gets 403 for %s %s without the scope %s', async (method, path, scope) => {
    const others = SCOPES.filter((one) => one !== scope).join(' ');
    const authorization = `Bearer ${(await coupa.token({ scope: others })).json.access_token}`;
    const reply = await coupa.api(method, path, undefined, { authorization });
    expect(reply).toMatchObject({ status: 403, json: { errors: { base: [expect.stringContaining(scope)] } } });
  });

  it.each(['*/*', 'application/xml', 'text/html'])('is refused when it accepts %s', async (accept) => {
    const reply = await coupa.api('GET', 'purchase_orders', undefined, { accept });
    expect(reply.status).toBe(406);
    expect(reply.text).toContain('XML');
  });

  it.each([
    ['POST', 'purchase_orders'],
    ['DELETE', 'purchase_orders/4711'],
    ['GET', 'invoices'],
    ['PUT', 'integration_runs/88/max_updated_at'],
    ['PUT', 'integration_runs/88/pause'],
    ['PUT', 'purchase_orders/4711/cancel'],
    ['POST', 'integration_history_records/acknowledge'],
    ['GET', 'purchase_orders/1'],
    ['GET', 'purchase_orders/__proto__'],
    ['PUT', 'purchase_orders/abc?exported=true'],
    ['PUT', 'integration_errors/1/resolve'],
    ['GET', 'integration_runs/1'],
  ])('gets 404 for %s %s', async (method, path) => {
    const reply = await coupa.api(method, path);
    expect(reply).toMatchObject({ status: 404, json: { errors: { base: [expect.any(String)] } } });
  });

  it('allows 25 calls a second and a burst of 20 more', async () => {
    const url = `${coupa.url}${PATH}?limit=1`;
    const statuses = [];
    for (let call = 0; call < 47; call += 1) {
      statuses.push((await request('GET', url, undefined, coupa.headers)).status);
    }
    expect(statuses).toEqual([...Array(45).fill(200), 429, 429]);

    coupa.now += 200;
    const next = [];
    for (let call = 0; call < 6; call += 1) next.push((await request('GET', url, undefined, coupa.headers)).status);
    expect(next).toEqual([200, 200, 200, 200, 200, 429]);
  });
});

describe('faults', () => {
  it.each([
    ['GET', 'purchase_orders'],
    ['GET', 'purchase_orders/4711'],
    ['PUT', 'purchase_orders/4711?exported=true'],
    ['GET', 'integration_history_records'],
    ['POST', 'integration_errors/create_alert'],
    ['PUT', 'integration_runs/88/run'],
    ['POST', 'integrations'],
  ])('work on %s %s', async (method, path) => {
    await coupa.control('POST', 'faults', [
      { kind: 'status', status: 429, headers: { 'retry-after': '3' } },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 409 },
      { kind: 'drop-after' },
      { kind: 'garbage' },
    ]);
    const limited = await coupa.api(method, path);
    expect(limited.headers.get('retry-after')).toBe('3');
    expect(limited.status).toBe(429);
    expect((await coupa.api(method, path)).status).toBe(500);
    expect((await coupa.api(method, path)).status).toBe(409);
    await expect(coupa.api(method, path)).rejects.toThrow('fetch failed');
    expect((await coupa.api(method, path)).json).toBeUndefined();
  });

  it.each([401, 403, 404, 406, 415, 429, 500])('answer %i in the vendor’s manner', async (status) => {
    await coupa.control('POST', 'faults', [{ kind: 'status', status }]);
    expect((await coupa.get('purchase_orders')).status).toBe(status);
  });
});
