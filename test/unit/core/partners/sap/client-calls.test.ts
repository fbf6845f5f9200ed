import { describe, expect, it } from '@jest/globals';
import { SapPurchaseOrderSchema } from '../../../../../core/partners/sap/schemas.ts';
import { PURCHASE_ORDER_ROOT } from '../../../../../core/partners/sap/settings.ts';
import { createCallContext } from '../../../../../core/sync/call-context.ts';
import { PermanentError, RetryableError } from '../../../../../core/sync/errors.ts';
import { type PartnerCall, type PartnerReply, partnerServer } from '../../../support/partner-server.ts';
import { attempt, clientOf, create, errorOf, failingSap, healthySap, isSessionCall, SECRETS } from './support.ts';

const sap = partnerServer();
const ITEM = '/PurchaseOrderItem/4500012847/10';
const ETAG = 'W/"SADL-020230101"';

function isWrite({ method }: PartnerCall): boolean {
  return method === 'PATCH' || method === 'DELETE';
}

/** The pages of a list by the `$skiptoken` of their URL. */
function pages(...replies: readonly object[]): (call: PartnerCall) => PartnerReply {
  return ({ query }) => ({ status: 200, body: replies[Number(query.$skiptoken ?? 0)] });
}
function page(next: string | undefined, ...numbers: readonly string[]) {
  const value = numbers.map((PurchaseOrder) => ({ PurchaseOrder, Supplier: '17300001' }));
  return { value, ...(next !== undefined && { '@odata.nextLink': next }) };
}
function list(options: Parameters<typeof clientOf>[1] = {}) {
  return clientOf(sap, options).client.list(attempt(), '/PurchaseOrder?$select=PurchaseOrder', SapPurchaseOrderSchema);
}

describe('a list of SAP', () => {
  it('has the rows of all pages, in their order', async () => {
    sap.reply(pages(page('PurchaseOrder?$skiptoken=1', '1', '2'), page('?$skiptoken=2'), page(undefined, '3')));
    expect(await list()).toEqual(['1', '2', '3'].map((PurchaseOrder) => ({ PurchaseOrder })));
    expect(sap.calls.map(({ path }) => path)).toEqual(Array(3).fill(`${PURCHASE_ORDER_ROOT}/PurchaseOrder`));
    expect(sap.calls.every(({ headers }) => headers.authorization !== undefined)).toBe(true);
  });

  it('continues at a link that names the host itself', async () => {
    sap.reply(pages(page(`${sap.url()}/elsewhere?$skiptoken=1`, '1'), page(undefined, '2')));
    expect(await list()).toHaveLength(2);
    expect(sap.calls[1]?.path).toBe('/elsewhere');
  });

  it.each(['https://attacker.example.com/?$skiptoken=1', '//attacker.example.com/', 'http://['])(
    'is not continued at %s, where its credentials do not belong',
    async (link) => {
      sap.reply(pages(page(link, '1')));
      const { error, shown } = await errorOf(list());
      expect(error).toBeInstanceOf(RetryableError);
      expect(error).toMatchObject({ code: 'sap.unreadable_answer', effect: 'none' });
      expect(shown).not.toMatch(SECRETS);
      expect(sap.calls).toHaveLength(1);
    },
  );

  it('is not read for ever when its pages have no end', async () => {
    sap.reply(pages(page('?', '1')));
    await expect(list()).rejects.toThrow('more than 100 pages');
    expect(sap.calls).toHaveLength(100);
  });

  it.each([{}, { value: {} }, { value: [{ PurchaseOrder: 'x' }] }])('can be read later as %j', async (body) => {
    sap.reply(() => ({ status: 200, body }));
    await expect(list()).rejects.toMatchObject({ code: 'sap.unreadable_answer', effect: 'none' });
  });
});

describe('a change at SAP', () => {
  it.each([
    ['PATCH', { status: 200, body: { PurchaseOrder: '4500012847' } }],
    ['PATCH', { status: 204 }],
    ['DELETE', { status: 204 }],
  ])('is a %s under the ETag that was read, in the session: %j', async (method, reply) => {
    sap.reply(failingSap(isWrite, reply));
    const { client } = clientOf(sap);
    await create(client);
    const call =
      method === 'PATCH'
        ? client.patch(attempt(), ITEM, ETAG, { OrderQuantity: 2 })
        : client.delete(attempt(), ITEM, ETAG);
    expect(await call).toBeUndefined();
    const sent = sap.calls.filter(isWrite);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method,
      path: `${PURCHASE_ORDER_ROOT}${ITEM}`,
      headers: {
        'if-match': ETAG,
        'x-csrf-token': 'csrf-1',
        cookie: 'SAP_SESSION=s1; sap-usercontext=sap-client=100',
        ...(method === 'PATCH' && { 'content-type': 'application/json', prefer: 'return=minimal' }),
      },
      body: method === 'PATCH' ? '{"OrderQuantity":2}' : '',
    });
    expect(sap.calls.filter(isSessionCall)).toHaveLength(1);
  });

  it.each<[PartnerReply, object]>([
    [{ status: 412 }, { code: 'sap.http_412', effect: 'none', partnerDown: false }],
    [{ status: 423 }, { code: 'sap.http_423', effect: 'none', partnerDown: false }],
    [{ status: 503 }, { code: 'sap.http_503', effect: 'unknown', partnerDown: true }],
    ['reset', { code: 'sap.unreachable', effect: 'unknown', partnerDown: true }],
  ])('can be repeated after %j', async (reply, expected) => {
    for (const method of ['patch', 'delete'] as const) {
      sap.reply(failingSap(isWrite, reply));
      const { client } = clientOf(sap);
      const { error } = await errorOf(
        method === 'patch' ? client.patch(attempt(), ITEM, ETAG, {}) : client.delete(attempt(), ITEM, ETAG),
      );
      expect(error).toBeInstanceOf(RetryableError);
      expect(error).toMatchObject(expected);
      expect(sap.calls.filter(isWrite)).toHaveLength(1);
    }
  });

  it.each([400, 404, 428])('needs a person after %i', async (status) => {
    sap.reply(failingSap(isWrite, { status }));
    const { error } = await errorOf(clientOf(sap).client.delete(attempt(), ITEM, ETAG));
    expect(error).toBeInstanceOf(PermanentError);
  });

  it('is not sent when its response might come too late, although its session is', async () => {
    sap.reply(healthySap());
    const context = createCallContext(Date.now() + 5_000, Date.now);
    const { error } = await errorOf(clientOf(sap).client.delete(context, ITEM, ETAG));
    expect(error).toMatchObject({ code: 'sync.out_of_time', effect: 'none' });
    expect(sap.calls.map(({ method }) => method)).toEqual(['GET']);
    expect(sap.calls.filter(isSessionCall)).toHaveLength(1);
  });
});
