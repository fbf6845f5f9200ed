import { describe, expect, it } from '@jest/globals';
import { SapPurchaseOrderSchema } from '../../../../../core/partners/sap/schemas.ts';
import { RetryableError } from '../../../../../core/sync/errors.ts';
import { type PartnerReply, partnerServer, urlWithoutServer } from '../../../support/partner-server.ts';
import {
  attempt,
  clientOf,
  create,
  errorOf,
  failingSap,
  healthySap,
  isCreate,
  isSessionCall,
  ORDERS,
  read,
  SECRETS,
} from './support.ts';

const sap = partnerServer();
/** A server that one test stops. */
const stopped = partnerServer();
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

  it('is replaced when it has expired, and the POST is sent once more', async () => {
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

  it('is replaced once for concurrent POSTs', async () => {
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
    await client.get(attempt(), '/PurchaseOrder?$select=PurchaseOrder', SapPurchaseOrderSchema);
    expect(sap.calls.map(({ method, query }) => [method, query])).toEqual([
      ['GET', { 'sap-client': '100' }],
      ['POST', { 'sap-client': '100' }],
      ['GET', { $select: 'PurchaseOrder', 'sap-client': '100' }],
    ]);
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
    const { error, shown } = await errorOf(create(clientOf(sap, { request_timeout_seconds: 0.5 }).client));
    expect(error).toMatchObject({
      code: 'sap.unreachable',
      effect: 'unknown',
      message: expect.stringMatching(/^sap did not respond within 0.5 seconds\.$/i),
    });
    expect(shown).not.toMatch(SECRETS);
  }, 2_000);

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

  it('had no effect when it is refused to a POST whose session is started', async () => {
    const healthy = healthySap();
    stopped.reply((call) => {
      const reply = healthy(call);
      return typeof reply === 'string' ? reply : { ...reply, headers: { ...reply.headers, connection: 'close' } };
    });
    const { client } = clientOf(stopped);
    await create(client);
    await stopped.stop();
    const { error } = await errorOf(create(client));
    expect(error).toMatchObject({ code: 'sap.unreachable', effect: 'none' });
    expect(stopped.calls.filter(isCreate)).toHaveLength(1);
  });
});
