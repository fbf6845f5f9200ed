import { beforeEach, describe, expect, it } from '@jest/globals';
import { runningSap } from './sap-client.ts';

const sap = runningSap();
const ORDER = "PurchaseOrder('4500012847')";
const ITEM = 'PurchaseOrderItem/4500012847/10';
const LINES = "PurchaseOrderScheduleLine?$filter=PurchaseOrder eq '4500012847'";
const ANY = { 'if-match': '*' };

beforeEach(async () => {
  await sap.reset();
  await sap.createOrder();
});

describe('a change', () => {
  it('gets 428 without If-Match', async () => {
    expect((await sap.patch(ORDER, { PaymentTerms: '0001' })).status).toBe(428);
    expect((await sap.delete(ITEM)).status).toBe(428);
  });

  it('is accepted with the current ETag, and gets 412 with the stale one', async () => {
    const before = await sap.get(ORDER);
    const condition = { 'if-match': before.json['@odata.etag'] };

    const changed = await sap.patch(ORDER, { PaymentTerms: '0001' }, condition);
    expect(changed.status).toBe(200);
    expect(changed.json.PaymentTerms).toBe('0001');
    expect(changed.json.LastChangeDateTime > before.json.LastChangeDateTime).toBe(true);
    expect(changed.headers.get('etag')).not.toBe(before.headers.get('etag'));

    expect((await sap.patch(ORDER, { PaymentTerms: '0002' }, condition)).status).toBe(412);
    expect((await sap.get(ORDER)).json.PaymentTerms).toBe('0001');
  });

  it('changes the ETag of the order and recomputes the item when an item changes', async () => {
    const before = await sap.get(ORDER);
    const body = { OrderQuantity: 3, PurchaseOrderQuantityUnit: 'EA', NetPriceAmount: 10.5, DocumentCurrency: 'USD' };
    const { json } = await sap.patch(ITEM, body, ANY);
    expect(json).toMatchObject({ OrderQuantity: 3, NetAmount: 31.5 });
    expect((await sap.get(LINES)).json.value).toMatchObject([
      { ScheduleLineOrderQuantity: 3, OpenPurchaseOrderQuantity: 3 },
    ]);
    const after = await sap.get(ORDER);
    expect(after.json.LastChangeDateTime > before.json.LastChangeDateTime).toBe(true);
    expect(after.json['@odata.etag']).not.toBe(before.json['@odata.etag']);
  });

  it('gets 204 and the new ETag when the client prefers return=minimal', async () => {
    const reply = await sap.patch(ORDER, { PaymentTerms: '0001' }, { ...ANY, prefer: 'return=minimal' });
    expect(reply).toMatchObject({ status: 204, text: '' });
    expect(reply.headers.get('etag')).toBe((await sap.get(ORDER)).headers.get('etag'));
  });

  it.each([
    ['an immutable header field', ORDER, { Supplier: '17300002' }, 'Supplier cannot be changed'],
    ['a key of an item', ITEM, { PurchaseOrderItem: '20' }, 'PurchaseOrderItem cannot be changed'],
    ['a quantity without unit', ITEM, { OrderQuantity: 2 }, 'must accompany OrderQuantity'],
    ['a price without currency', ITEM, { NetPriceAmount: 2 }, 'must accompany NetPriceAmount'],
    ['an unknown plant', ITEM, { Plant: '9999' }, 'Plant 9999 is not defined'],
    ['an unknown property', ORDER, { Vendor: 'x' }, 'Error while parsing'],
    ['children', ORDER, { _PurchaseOrderItem: [] }, 'Deep update is not supported'],
  ])('is rejected for %s, and nothing changes', async (_, path, body, reason) => {
    const before = await sap.control('GET', 'state');
    const { status, json } = await sap.patch(path, body, ANY);
    expect(status).toBe(400);
    expect(json.error.message).toContain(reason);
    expect((await sap.control('GET', 'state')).json).toEqual(before.json);
  });

  it.each([
    ['PUT', ORDER],
    ['POST', '$batch'],
    ['PATCH', 'PurchaseOrder'],
    ['POST', 'PurchaseOrderItem'],
    ['POST', `${ORDER}/_PurchaseOrderItem`],
  ])('gets 405 for %s on %s', async (method, path) => {
    const session = await sap.fetchSession();
    expect((await sap.send(method, path, {}, { ...session, ...ANY })).status).toBe(405);
  });
});

describe('a deletion', () => {
  it('flags the order and its items, and later changes are rejected', async () => {
    expect((await sap.delete(ORDER, ANY)).status).toBe(204);
    expect((await sap.get(ORDER)).json.PurchaseOrderDeletionCode).toBe('L');
    expect((await sap.get(ITEM)).json.PurchasingDocumentDeletionCode).toBe('L');
    expect((await sap.patch(ORDER, { PaymentTerms: '0001' }, ANY)).status).toBe(400);
  });

  it('leaves the order unflagged when an item is deleted', async () => {
    expect((await sap.delete(ITEM, ANY)).status).toBe(204);
    expect((await sap.get(ITEM)).json.PurchasingDocumentDeletionCode).toBe('L');
    expect((await sap.get(ORDER)).json.PurchaseOrderDeletionCode).toBe('');
    expect((await sap.patch(ITEM, { Plant: '1010' }, ANY)).status).toBe(400);
  });

  it('gets 405 for a schedule line, and 404 for an unknown item', async () => {
    expect((await sap.delete('PurchaseOrderScheduleLine/4500012847/10/1', ANY)).status).toBe(405);
    expect((await sap.delete('PurchaseOrderItem/4500012847/20', ANY)).status).toBe(404);
  });
});

describe('an action of a person in SAP', () => {
  const act = (body: unknown, order = '4500012847') => sap.control('POST', `orders/${order}`, body);
  const read = async () => (await sap.get(ORDER)).json;

  it('completes the delivery and moves the timestamp, for a goods receipt', async () => {
    const before = await read();
    expect((await act({ action: 'receive' })).status).toBe(204);
    expect((await sap.get(ITEM)).json.IsCompletelyDelivered).toBe(true);
    expect((await sap.get(LINES)).json.value).toMatchObject([{ OpenPurchaseOrderQuantity: 0 }]);
    const after = await read();
    expect(after.LastChangeDateTime > before.LastChangeDateTime).toBe(true);
  });

  it.each([
    ['release', { PurchasingProcessingStatus: '05', ReleaseIsNotCompleted: false }],
    ['reject', { PurchasingProcessingStatus: '08', ReleaseIsNotCompleted: true }],
  ])('ends the approval, for a %s', async (action, result) => {
    await sap.reset();
    await sap.control('POST', 'settings', { releaseRequired: true });
    await sap.createOrder();
    expect((await act({ action: 'receive' })).status).toBe(409);
    expect((await act({ action })).status).toBe(204);
    expect(await read()).toMatchObject(result);
    expect((await act({ action })).status).toBe(409);
  });

  it('is rejected by name for an unknown order, item, action or setting', async () => {
    expect((await act({ action: 'receive' }, '4500099999')).status).toBe(404);
    expect((await act({ action: 'receive', items: { 99: 1 } })).status).toBe(409);
    expect((await act({ action: 'ship' })).json.errors).toMatchObject([{ path: 'action' }]);
    expect((await sap.control('POST', 'settings', { pageSize: 0 })).json.errors).toMatchObject([{ path: 'pageSize' }]);
  });
});
