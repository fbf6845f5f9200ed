import { describe, expect, it } from '@jest/globals';
import { ACTION, draft, requisition, runningOracle, selfOf } from './oracle-client.ts';

const oracle = runningOracle();

describe("the documented flow of an order, with the documentation's own bodies", () => {
  let draftUrl = '';
  let number = '';

  it('gets a token for client credentials, and reads with it', async () => {
    const issued = await oracle.token('grant_type=client_credentials&scope=urn:opc:resource:consumer::all');
    expect(issued.json).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
    const headers = { authorization: `Bearer ${issued.json.access_token}` };
    expect((await oracle.get('suppliers', headers)).status).toBe(200);
  });

  it('creates a draft with its lines, schedules and distributions', async () => {
    const { status, json, headers } = await oracle.send('POST', 'draftPurchaseOrders?expand=all', draft());
    expect(status).toBe(201);
    expect(json).toMatchObject({ StatusCode: 'INCOMPLETE', Status: 'Incomplete', SupplierId: expect.any(Number) });
    expect(json.lines.items[0]).toMatchObject({ LineNumber: 1, Ordered: 1429 });
    expect(json.lines.items[0].schedules.items[0].distributions.items[0]).toMatchObject({
      POChargeAccount: '01-112-540100-000-000',
    });
    draftUrl = selfOf(json);
    number = json.OrderNumber;
    expect(draftUrl).toMatch(/draftPurchaseOrders\/[0-9A-F]{40,}$/);
    expect(headers.get('location')).toBe(draftUrl);
  });

  it('finds it by its URL at once, and by q after 30 seconds', async () => {
    expect((await oracle.get(draftUrl)).status).toBe(200);
    const q = `draftPurchaseOrders?q=Description = '[proc_9xKpQ2mR4wVbN3] Laptop'`;
    expect((await oracle.get(q)).json.items).toEqual([]);
    oracle.now += 30_000;
    expect((await oracle.get(q)).json.items).toMatchObject([{ OrderNumber: number }]);
  });

  it('submits it once', async () => {
    expect(await oracle.act(draftUrl, 'submit')).toMatchObject({ status: 200, json: { result: 'SUCCESS' } });
    const again = await oracle.act(draftUrl, 'submit');
    expect(again.status).toBe(400);
    expect(again.json['o:errorDetails'][0].detail).toContain('Open');
  });

  it('reads it as purchase order, by number and by its last change', async () => {
    const byNumber = await oracle.get(`purchaseOrders?q=OrderNumber='${number}'&expand=lines.schedules`);
    expect(byNumber.json.items).toMatchObject([{ StatusCode: 'OPEN', Status: 'Open', Ordered: 1429 }]);
    const delta = (from: string) => oracle.get(`purchaseOrders?q=LastUpdateDate > '${from}'`);
    expect((await delta('2026-02-24T00:00:00%2B00:00')).json.count).toBe(1);
    expect((await delta('2026-02-25T00:00:00%2B00:00')).json.count).toBe(0);
  });

  it('changes it by a change order, which is in force when submitted', async () => {
    const { json } = await oracle.get(`${draftUrl}?expand=lines.schedules.distributions`);
    const [line] = json.lines.items;
    const [planned] = line.schedules.items;
    const [distribution] = planned.distributions.items;
    const patched = await oracle.send('PATCH', draftUrl, {
      ChangeOrderDescription: 'Two laptops',
      ChangeOrderInitiatingParty: 'BUYER',
      lines: [
        {
          POLineId: line.POLineId,
          Quantity: 2,
          schedules: [
            {
              LineLocationId: planned.LineLocationId,
              Quantity: 2,
              distributions: [{ PODistributionId: distribution.PODistributionId, Quantity: 2 }],
            },
          ],
        },
      ],
    });
    expect(patched).toMatchObject({
      status: 200,
      json: { StatusCode: 'OPEN', ChangeOrderNumber: 1, ChangeOrderStatusCode: 'INCOMPLETE', Ordered: 2858 },
    });
    const order = () => oracle.get(`purchaseOrders?q=OrderNumber='${number}'`);
    expect((await order()).json.items[0].Ordered).toBe(1429);

    expect((await oracle.act(draftUrl, 'submit')).status).toBe(200);

    expect((await order()).json.items[0]).toMatchObject({ Ordered: 2858, StatusCode: 'OPEN' });
  });

  it('receives it', async () => {
    expect((await oracle.control('POST', `orders/${number}`, { action: 'receive' })).status).toBe(204);
    const { json } = await oracle.get(`purchaseOrders?q=OrderNumber='${number}'&expand=lines.schedules`);
    expect(json.items).toMatchObject([
      {
        StatusCode: 'CLOSED FOR RECEIVING',
        lines: { items: [{ schedules: { items: [{ ReceivedQuantity: 2 }] } }] },
      },
    ]);
  });
});

describe('a requisition', () => {
  it.each([
    ['/action/submitRequisition', {}],
    ['/action/submitRequisition', { approverCheckoutFlowFlag: false }],
    ['', { name: 'submitRequisition', parameters: [] }],
  ])('is created and submitted once by POST to its URL%s with %j', async (path, body) => {
    const created = await oracle.send('POST', 'purchaseRequisitions', requisition());
    expect(created).toMatchObject({ status: 201, json: { DocumentStatusCode: 'INCOMPLETE' } });
    const url = selfOf(created.json);
    const submit = () => oracle.send('POST', `${url}${path}`, body, ACTION);
    expect(await submit()).toMatchObject({ status: 200, json: { result: 'SUCCESS' } });
    expect((await oracle.get(url)).json.DocumentStatus).toBe('Approved');
    expect((await submit()).status).toBe(400);
  });

  it('waits for approval, unless it is managed elsewhere', async () => {
    await oracle.control('POST', 'settings', { approvalRequired: true });
    const submit = async (changes: object) => {
      const { json } = await oracle.send('POST', 'purchaseRequisitions', { ...requisition(), ...changes });
      await oracle.act(selfOf(json), 'submitRequisition');
      return json;
    };
    const waiting = await submit({});
    const managed = await submit({ ExternallyManagedFlag: true });
    const status = async (json: { links: { rel: string; href: string }[] }) =>
      (await oracle.get(selfOf(json))).json.DocumentStatusCode;
    expect(await status(waiting)).toBe('PENDING APPROVAL');
    expect(await status(managed)).toBe('APPROVED');
    await oracle.control('POST', `requisitions/${waiting.Requisition}`, { action: 'approve' });
    expect(await status(waiting)).toBe('APPROVED');
    await oracle.control('POST', 'settings', { approvalRequired: false });
  });
});
