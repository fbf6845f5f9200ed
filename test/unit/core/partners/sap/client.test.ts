import { describe, expect, it } from '@jest/globals';
import { SapPurchaseOrderSchema } from '../../../../../core/partners/sap/schemas.ts';
import { PermanentError, RetryableError } from '../../../../../core/sync/errors.ts';
import { type PartnerReply, partnerServer, urlWithoutServer } from '../../../support/partner-server.ts';
import {
  clientOf,
  create,
  errorOf,
  failingSap,
  healthySap,
  isCreate,
  isSessionCall,
  NOW_MS,
  ORDERS,
  read,
  SECRETS,
} from './support.ts';

const sap = partnerServer();
const CSRF_EXPIRED: PartnerReply = {
  status: 403,
  headers: { 'x-csrf-token': 'Required' },
  body: 'CSRF token validation failed',
};

describe('a CSRF session of SAP', () => {
  it('is started once, and each POST sends its token and all its cookies', async () => {
    sap.reply(healthySap());
    const { client } = clientOf(sap);
    expect(await Promise.all([create(client), create(client)])).toHaveLength(2);
    expect(sap.calls.filter(isSessionCall)).toHaveLength(1);
    for (const { headers, body } of sap.calls.filter(isCreate)) {
      expect(headers).toMatchObject({
        'x-csrf-token': 'csrf-1',
        cookie: 'SAP_SESSION=s1; sap-usercontext=sap-client=100',
        'content-type': 'application/json',
        accept: 'application/json',
      });
      expect(JSON.parse(body)).toEqual({ Supplier: '17300001' });
    }
  });

  it('is not started for a read', async () => {
    sap.reply(healthySap());
    await read(clientOf(sap).client);
    expect(sap.calls).toHaveLength(1);
    expect(sap.calls[0]?.headers).not.toHaveProperty('x-csrf-token');
  });

  it('is started anew when it has expired, and the POST is sent once more', async () => {
    sap.reply(failingSap(isCreate, CSRF_EXPIRED));
    const { client } = clientOf(sap);
    expect(await create(client)).toEqual({ PurchaseOrder: '1' });
    expect(sap.calls.map(({ method, headers }) => [method, headers['x-csrf-token'], headers.cookie])).toEqual([
      ['GET', 'Fetch', undefined],
      ['POST', 'csrf-1', 'SAP_SESSION=s1; sap-usercontext=sap-client=100'],
      ['GET', 'Fetch', undefined],
      ['POST', 'csrf-2', 'SAP_SESSION=s2; sap-usercontext=sap-client=100'],
    ]);
  });

  it('is started anew once for concurrent POSTs', async () => {
    sap.reply(failingSap(isCreate, CSRF_EXPIRED, CSRF_EXPIRED));
    const { client } = clientOf(sap);
    await Promise.all([create(client), create(client)]);
    expect(sap.calls.filter(isSessionCall)).toHaveLength(2);
    expect(sap.calls.filter(isCreate)).toHaveLength(4);
  });

  it('leads to a retry later, without effect, when the new one is rejected too', async () => {
    sap.reply(failingSap(isCreate, CSRF_EXPIRED, CSRF_EXPIRED));
    const { error } = await errorOf(create(clientOf(sap).client));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ code: 'sap.http_403', effect: 'none', partnerDown: false });
    expect(sap.calls.filter(isCreate)).toHaveLength(2);
  });

  it.each<[PartnerReply, string]>([
    [{ status: 200, body: { value: [] } }, 'sap.unreadable_answer'],
    [{ status: 500 }, 'sap.http_500'],
    ['reset', 'sap.unreachable'],
  ])('is an error without effect when SAP replies %j to its start, and nothing is sent', async (reply, code) => {
    sap.reply(failingSap(isSessionCall, reply));
    const { error } = await errorOf(create(clientOf(sap).client));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ code, effect: 'none' });
    expect(sap.calls.filter(isCreate)).toEqual([]);
  });

  it('is started again by the next call after its start failed', async () => {
    sap.reply(failingSap(isSessionCall, { status: 500 }));
    const { client } = clientOf(sap);
    await errorOf(create(client));
    expect(await create(client)).toEqual({ PurchaseOrder: '1' });
  });
});

describe('a URL of SAP', () => {
  it('has the path before /sap of the settings, and the parameters of the call', async () => {
    sap.reply(healthySap());
    const { client } = clientOf(sap, { base_url: `${sap.url()}/gateway/erp/` });
    await read(client);
    expect(sap.calls[0]).toMatchObject({ path: `/gateway/erp${ORDERS}`, query: {} });
  });

  it('has the client of an on-premise system as sap-client in each call', async () => {
    sap.reply(healthySap());
    const { client } = clientOf(sap, { client: '100' });
    await create(client);
    await client.get(`${ORDERS}?$select=PurchaseOrder`, SapPurchaseOrderSchema);
    expect(sap.calls.map(({ method, query }) => [method, query])).toEqual([
      ['GET', { 'sap-client': '100' }],
      ['POST', { 'sap-client': '100' }],
      ['GET', { $select: 'PurchaseOrder', 'sap-client': '100' }],
    ]);
  });
});

describe('a response of SAP to a POST', () => {
  const lock = { error: { code: 'ME/006', message: 'Purchase order is locked by HUB' } };

  it.each<[PartnerReply, object]>([
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { code: 'sap.http_429', effect: 'none', retryAfterSeconds: 7, partnerDown: true },
    ],
    [
      { status: 429, headers: { 'retry-after': new Date(NOW_MS + 90_000).toUTCString() } },
      { code: 'sap.http_429', effect: 'none', retryAfterSeconds: 90 },
    ],
    [
      { status: 429, headers: { 'retry-after': 'soon' } },
      { effect: 'none', retryAfterSeconds: undefined },
    ],
    [
      { status: 423, body: lock },
      {
        code: 'sap.http_423',
        effect: 'none',
        partnerDown: false,
        message: 'SAP returned 423: Purchase order is locked by HUB (ME/006)',
      },
    ],
    [
      { status: 503, headers: { 'retry-after': '30' } },
      { code: 'sap.http_503', effect: 'none', retryAfterSeconds: 30, partnerDown: true },
    ],
    [
      { status: 500 },
      { code: 'sap.http_500', effect: 'unknown', partnerDown: true, message: 'SAP returned 500: no body.' },
    ],
    [
      { status: 502, body: '<h1>Bad\n Gateway</h1>' },
      { code: 'sap.http_502', effect: 'unknown', message: 'SAP returned 502: Bad Gateway.' },
    ],
    [
      { status: 201, body: '<html>Logon</html>' },
      {
        code: 'sap.unreadable_answer',
        effect: 'unknown',
        partnerDown: false,
        message: "SAP returned 201 with a body that can't be read.",
      },
    ],
    [
      { status: 201, body: { PurchaseOrder: 'not a number' } },
      { code: 'sap.unreadable_answer', effect: 'unknown' },
    ],
    [{ status: 204 }, { code: 'sap.unreadable_answer', effect: 'unknown' }],
  ])('can be retried as %j', async (reply, expected) => {
    sap.reply(failingSap(isCreate, reply));
    const { error, shown } = await errorOf(create(clientOf(sap).client));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject(expected);
    expect(shown).not.toMatch(SECRETS);
    expect(sap.calls.filter(isCreate)).toHaveLength(1);
  });

  it.each<[PartnerReply, object]>([
    [
      { status: 400, body: { error: { code: 'ME/083', message: 'Enter Cost Center', target: 'CostCenter' } } },
      { code: 'sap.http_400', message: 'SAP returned 400: Enter Cost Center [CostCenter] (ME/083)' },
    ],
    [{ status: 403, body: { error: { code: 'AUTH', message: 'No authorization' } } }, { code: 'sap.http_403' }],
    [{ status: 404 }, { code: 'sap.http_404' }],
    [
      { status: 302, headers: { location: '/elsewhere' } },
      { code: 'sap.redirected', message: expect.stringContaining('base_url') },
    ],
  ])('needs a person as %j', async (reply, expected) => {
    sap.reply(failingSap(isCreate, reply));
    const { error, shown } = await errorOf(create(clientOf(sap).client));
    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject(expected);
    expect(shown).not.toMatch(SECRETS);
  });

  it.each([301, 302, 303, 307, 308])('is not followed as %i', async (status) => {
    sap.reply(failingSap(isCreate, { status, headers: { location: `${sap.url()}/elsewhere` } }));
    await errorOf(create(clientOf(sap).client));
    expect(sap.calls.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });
});

describe('a response of SAP to a GET', () => {
  it.each<PartnerReply>([
    { status: 500 },
    { status: 502 },
    { status: 200, body: '<html>Logon</html>' },
    'reset',
    'cut off',
  ])('had no effect as %j', async (reply) => {
    sap.reply(failingSap(() => true, reply));
    const { error } = await errorOf(read(clientOf(sap).client));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ effect: 'none' });
  });
});

describe('a connection to SAP', () => {
  it('may have had an effect when it ends before the response', async () => {
    sap.reply(failingSap(isCreate, 'reset'));
    const { error, shown } = await errorOf(create(clientOf(sap).client));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ code: 'sap.unreachable', effect: 'unknown', partnerDown: true });
    expect(error).toHaveProperty('message', expect.stringMatching(/^The connection to sap failed \([A-Z_]+\)\.$/i));
    expect(shown).not.toMatch(SECRETS);
    expect(sap.calls.filter(isCreate)).toHaveLength(1);
  });

  it('may have had an effect when it ends within the response', async () => {
    sap.reply(failingSap(isCreate, 'cut off'));
    const { error } = await errorOf(create(clientOf(sap).client));
    expect(error).toMatchObject({ code: 'sap.unreachable', effect: 'unknown' });
  });

  it('may have had an effect when SAP does not respond in time', async () => {
    sap.reply(failingSap(isCreate, 'silence'));
    const { error, shown } = await errorOf(create(clientOf(sap, { request_timeout_seconds: 0.2 }).client));
    expect(error).toMatchObject({
      code: 'sap.unreachable',
      effect: 'unknown',
      message: expect.stringMatching(/^sap did not respond within 0.2 seconds\.$/i),
    });
    expect(shown).not.toMatch(SECRETS);
  });

  it('may have had an effect when the response is over 5 MB', async () => {
    sap.reply(failingSap(isCreate, { status: 201, body: Buffer.alloc(5 * 1024 * 1024 + 1, 'x') }));
    const { error } = await errorOf(create(clientOf(sap).client));
    expect(error).toMatchObject({ code: 'sap.unreachable', effect: 'unknown' });
  });

  it('had no effect when it is refused', async () => {
    sap.reply(healthySap());
    const { client } = clientOf(sap, { base_url: await urlWithoutServer() });
    for (const call of [read, create]) {
      const { error, shown } = await errorOf(call(client));
      expect(error).toMatchObject({
        code: 'sap.unreachable',
        effect: 'none',
        message: expect.stringMatching(/^The connection to sap failed \(ECONNREFUSED\)\.$/i),
      });
      expect(shown).not.toMatch(SECRETS);
    }
  });
});
