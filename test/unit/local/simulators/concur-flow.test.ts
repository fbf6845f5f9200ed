import { beforeEach, describe, expect, it } from '@jest/globals';
import { monitor, officeSupplies, REQUESTS, runningConcur } from './concur-client.ts';

const concur = runningConcur();
beforeEach(() => concur.reset());

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

async function accepted(body = officeSupplies()): Promise<string> {
  const { status, json, text } = await concur.create(body);
  expect({ status, text }).toMatchObject({ status: 202 });
  return json.id;
}

describe('the documented flow', () => {
  it('accepts the example, creates it, and shows approval, exception and purchase order as in the example', async () => {
    await concur.control('POST', 'settings', { creationDelaySeconds: null });
    const created = await concur.create(officeSupplies(), {
      'concur-correlationid': '1234abcd-12ab-34cd-56ef-123456abcdef',
    });
    expect(created.status).toBe(202);
    expect(created.headers.get('concur-correlationid')).toBe('1234abcd-12ab-34cd-56ef-123456abcdef');
    const { id, uri } = created.json;
    expect(id).toMatch(UUID);
    expect(uri).toBe(`${concur.url}${REQUESTS}/${id}?mode=COMPACT`);
    expect((await concur.read(id)).json).toEqual({
      purchaseRequestId: id,
      purchaseRequestQueueStatus: 'PENDING_CREATION',
    });

    for (const action of ['created', 'approve']) expect((await concur.act(id, action)).status).toBe(204);
    await concur.act(id, 'exception', { prExceptionId: 'fe636831-43a1-9540-bf86-32e2c19400af' });
    await concur.act(id, 'purchase_order');

    const shown = await concur.read(id);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('concur-correlationid')).toMatch(UUID);
    expect(shown.json).toEqual({
      purchaseRequestId: id,
      purchaseRequestNumber: '100000',
      purchaseRequestQueueStatus: 'CREATED',
      purchaseRequestWorkflowStatus: 'Approved',
      purchaseRequestExceptions: [
        {
          message: 'Line Item Quantity does not match',
          eventCode: 'PURCH_DETAIL_ITEM_SAVE',
          exceptionCode: '0070071',
          isCleared: false,
          prExceptionId: 'fe636831-43a1-9540-bf86-32e2c19400af',
        },
      ],
      purchaseOrders: [{ purchaseOrderNumber: 'PO10001' }],
    });
  });

  it('creates a request by itself after the delay', async () => {
    const id = await accepted();
    concur.now += 4999;
    expect((await concur.read(id)).json.purchaseRequestQueueStatus).toBe('PENDING_CREATION');
    concur.now += 1;
    expect((await concur.read(id)).json).toEqual({
      purchaseRequestId: id,
      purchaseRequestNumber: '100000',
      purchaseRequestQueueStatus: 'CREATED',
      purchaseRequestWorkflowStatus: 'Pending Approval',
    });
  });

  it('shows a failed creation with its exception', async () => {
    const id = await accepted();
    await concur.act(id, 'create_failed', { message: 'The ship-to address is unknown' });
    expect((await concur.read(id)).json).toEqual({
      purchaseRequestId: id,
      purchaseRequestQueueStatus: 'CREATE_FAILED',
      purchaseRequestExceptions: [expect.objectContaining({ message: 'The ship-to address is unknown' })],
    });
  });

  it('makes two requests of one that is sent twice', async () => {
    expect(await accepted()).not.toBe(await accepted());
  });

  it('takes the required fields alone, with nulls for others', async () => {
    const given = { vendorCode: 'VEN1', vendorAddressCode: 'ADDR1', description: 'x', quantity: 1, unitPrice: 0.5 };
    const lineItems = ['GOODS', 'SERVICES'].map((purchaseType) => ({ ...given, purchaseType, uoMCode: null }));
    const request = { userEmail: 'john.deo@example.com', currencyCode: 'EUR', lineItems };
    await accepted(request);
    const kept = lineItems.map(({ uoMCode: _, ...line }) => line);
    expect((await concur.stored()).request).toEqual({ ...request, lineItems: kept });
  });

  it('takes both spellings of the unit, numbers as numbers, and 24 and 20 custom fields', async () => {
    const { uomCode, ...line } = monitor({
      quantity: 20,
      unitPrice: 154.4,
      custom20: 'y',
      custom21: 'z',
      uoMCode: 'DA',
    });
    await accepted(officeSupplies({ custom24: 'x', custom25: { deep: true }, lineItems: [line] }));
    const { request } = await concur.stored();
    expect(request).toMatchObject({ custom24: 'x', lineItems: [{ uoMCode: 'DA', quantity: 20, custom20: 'y' }] });
    expect(request).not.toHaveProperty('custom25');
    expect(request.lineItems[0]).not.toHaveProperty('custom21');
  });

  it('keeps requests and refresh tokens over a restart', async () => {
    const id = await accepted();
    const { json } = await concur.refresh();
    await concur.restart();
    const { status, json: renewed } = await concur.refresh(json.refresh_token);
    expect(status).toBe(200);
    const authorization = `Bearer ${renewed.access_token}`;
    expect((await concur.call('GET', `${REQUESTS}/${id}?mode=COMPACT`, undefined, { authorization })).status).toBe(200);
  });
});

describe('an action of the control API', () => {
  it.each([
    ['create_failed', ['created']],
    ['approve', ['create_failed']],
    ['approve', ['created', 'approve']],
    ['approve', ['created', 'send_back']],
    ['send_back', ['created', 'approve']],
    ['purchase_order', ['created']],
    ['created', ['created']],
  ])('refuses %s after %j', async (action, before) => {
    const id = await accepted();
    for (const earlier of before) expect((await concur.act(id, earlier)).status).toBe(204);
    expect((await concur.act(id, action)).status).toBe(409);
  });

  it('sends a request back', async () => {
    const id = await accepted();
    for (const action of ['created', 'send_back']) await concur.act(id, action);
    expect((await concur.read(id)).json.purchaseRequestWorkflowStatus).toBe('Sent Back To Employee');
  });

  it('is refused for an unknown request and for an unknown field', async () => {
    expect((await concur.act('nobody', 'approve')).status).toBe(404);
    expect((await concur.act(await accepted(), 'exception', { text: 'x' })).status).toBe(400);
  });
});
