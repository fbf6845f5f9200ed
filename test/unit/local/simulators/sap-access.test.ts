import { beforeEach, describe, expect, it } from '@jest/globals';
import { laptopOrder, ROOT, request, runningSap } from './sap-client.ts';

const sap = runningSap();
beforeEach(() => sap.reset());

describe('logon', () => {
  it.each([
    ['no credentials', undefined],
    ['a wrong password', `Basic ${Buffer.from('HUB_COMM_USER:wrong').toString('base64')}`],
    ['an unknown bearer token', 'Bearer nobody-issued-this'],
  ])('gets 401 and a challenge for %s', async (_, authorization) => {
    const reply = await request('GET', `${sap.url}${ROOT}`, undefined, authorization ? { authorization } : {});
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toMatch(/^(Basic realm|Bearer)/);
  });

  const token = (grant = 'client_credentials', authorization = sap.authorization) =>
    request('POST', `${sap.url}/sap/bc/sec/oauth2/token`, `grant_type=${grant}`, {
      authorization,
      'content-type': 'application/x-www-form-urlencoded',
    });
  const read = (bearer: string) =>
    request('GET', `${sap.url}${ROOT}`, undefined, { authorization: `Bearer ${bearer}` });

  it('issues a bearer token for client credentials that is valid until it expires', async () => {
    const issued = await token();
    expect(issued.json).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 1800 });
    expect((await read(issued.json.access_token)).status).toBe(200);

    sap.now += 1800 * 1000;

    expect((await read(issued.json.access_token)).status).toBe(401);
  });

  it('expires tokens, and shortens their lifetime, through the control API', async () => {
    await sap.control('POST', 'settings', { tokenLifetimeSeconds: 5 });
    const issued = await token();
    expect(issued.json.expires_in).toBe(5);

    await sap.control('POST', 'expire-tokens');

    expect((await read(issued.json.access_token)).status).toBe(401);
  });

  it('rejects another client and another grant', async () => {
    expect(await token('client_credentials', 'Basic bm9ib2R5')).toMatchObject({
      status: 401,
      json: { error: 'invalid_client' },
    });
    expect(await token('password')).toMatchObject({ status: 400, json: { error: 'unsupported_grant_type' } });
  });
});

describe('CSRF protection', () => {
  const post = (headers: Record<string, string>) => sap.send('POST', 'PurchaseOrder', laptopOrder(), headers);

  const expectRequired = async (headers: Record<string, string>) => {
    const reply = await post(headers);
    expect(reply).toMatchObject({ status: 403, text: 'CSRF token validation failed' });
    expect(reply.headers.get('x-csrf-token')).toBe('Required');
    expect((await sap.control('GET', 'state')).json.purchaseOrders).toEqual([]);
  };

  it('returns a token and two cookies on fetch', async () => {
    const { headers } = await sap.send('GET', '', undefined, { 'x-csrf-token': 'Fetch' });
    expect(headers.get('x-csrf-token')).toMatch(/.{20,}/);
    const names = headers.getSetCookie().map((cookie) => cookie.split('=')[0]);
    expect(names.sort()).toEqual(['SAP_SESSIONID_S4H_100', 'sap-XSRF_S4H_100']);
  });

  it('accepts a write with token and both cookies', async () => {
    expect((await post(await sap.fetchSession())).status).toBe(201);
  });

  it('rejects a write without token', () => expectRequired({}));

  it('rejects a token without its cookies', async () => {
    const { 'x-csrf-token': token = '' } = await sap.fetchSession();
    await expectRequired({ 'x-csrf-token': token });
  });

  it('rejects a write with only one of the cookies', async () => {
    const session = await sap.fetchSession();
    for (const cookie of session.cookie?.split('; ') ?? []) await expectRequired({ ...session, cookie });
  });

  it("rejects a token with another session's cookies", async () => {
    const [mine, other] = [await sap.fetchSession(), await sap.fetchSession()];
    await expectRequired({ ...mine, cookie: other.cookie ?? '' });
  });

  it('keeps a session that is used, and ends it after 30 idle minutes', async () => {
    const session = await sap.fetchSession();
    sap.now += 29 * 60_000;
    expect((await post(session)).status).toBe(201);
    sap.now += 29 * 60_000;
    expect((await post(session)).status).toBe(201);
    sap.now += 31 * 60_000;
    expect((await post(session)).status).toBe(403);
  });

  it('expires all sessions through the control API', async () => {
    const session = await sap.fetchSession();
    await sap.control('POST', 'expire-sessions');
    await expectRequired(session);
  });
});
