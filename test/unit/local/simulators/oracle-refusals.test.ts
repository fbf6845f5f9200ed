import { beforeEach, describe, expect, it } from '@jest/globals';
import { ACTION, draft, line, requisition, runningOracle, schedule, selfOf } from './oracle-client.ts';

const oracle = runningOracle();
beforeEach(() => oracle.control('POST', 'reset'));

function post(changes: object, headers = {}) {
  return oracle.send('POST', 'draftPurchaseOrders', { ...draft(), ...changes }, headers);
}
async function drafts() {
  return (await oracle.control('GET', 'state')).json.purchaseOrders;
}

describe('logon', () => {
  it.each([
    ['no credentials', ''],
    ['a wrong password', `Basic ${Buffer.from('HUB_INTEGRATION:wrong').toString('base64')}`],
    ['an unknown token', 'Bearer nobody-issued-this'],
  ])('is refused for %s', async (_, authorization) => {
    const reply = await oracle.get('suppliers', { authorization });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toMatch(/^(Basic|Bearer)/);
  });

  const form = 'grant_type=client_credentials&scope=urn:opc:resource:consumer::all';
  it.each([
    ['another client', form, 'Basic bm9ib2R5Og==', 401, 'invalid_client'],
    ['a client in the body', `${form}&client_id=x&client_secret=y`, '', 401, 'invalid_client'],
    ['another grant', form.replace('client_credentials', 'password'), undefined, 400, 'unsupported_grant_type'],
    ['no scope', 'grant_type=client_credentials', undefined, 400, 'invalid_scope'],
  ])('gives no token to %s', async (_, body, authorization, status, error) => {
    expect(await oracle.token(body, authorization)).toMatchObject({ status, json: { error } });
  });

  it('ends tokens by time and by the control API', async () => {
    const read = (token: string) => oracle.get('suppliers', { authorization: `Bearer ${token}` });
    const first = (await oracle.token(form)).json.access_token;
    expect((await read(first)).status).toBe(200);
    oracle.now += 3600_000;
    expect((await read(first)).status).toBe(401);
    const second = (await oracle.token(form)).json.access_token;
    await oracle.control('POST', 'expire-tokens');
    expect((await read(second)).status).toBe(401);
    oracle.now -= 3600_000;
  });
});

describe('an error', () => {
  const wrong = { Supplier: '1001' };

  it('is JSON with a status in quotes from framework version 4 on', async () => {
    const { status, json, headers } = await post(wrong);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/vnd.oracle.adf.error+json');
    expect(json).toEqual({
      title: 'Bad Request',
      status: '400',
      'o:errorDetails': [{ detail: expect.any(String), 'o:errorCode': 'POR-2010896', 'o:errorPath': '/Supplier' }],
    });
  });

  it.each([['1'], ['3'], ['']])('is plain text in framework version "%s"', async (version) => {
    const reply = await post(wrong, { 'rest-framework-version': version || '1' });
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toContain('text/plain');
    expect(reply.text).toContain('(POR-2010896)');
    expect(reply.json).toBeUndefined();
  });

  it("has an empty body as 500, and Oracle's shape as another injected status", async () => {
    const fault = (status: number) => oracle.control('POST', 'faults', [{ kind: 'status', status }]);
    await fault(500);
    expect(await oracle.get('suppliers')).toMatchObject({ status: 500, text: '' });
    await fault(503);
    expect((await oracle.get('suppliers')).json).toMatchObject({ status: '503', title: 'Service Unavailable' });
    await fault(401);
    expect((await oracle.get('suppliers')).status).toBe(401);
  });
});

describe('a draft', () => {
  const lines = (changes: object) => ({ lines: [line({ ...changes })] });
  const schedules = (changes: object) => lines({ schedules: [schedule({ ...changes })] });
  it.each([
    ['a supplier number as name', { Supplier: '1001' }, '/Supplier', 'POR-2010896'],
    ['a supplier id as name', { Supplier: '300000047411001' }, '/Supplier', 'POR-2010896'],
    ['a unit code', lines({ UOM: 'Ea' }), '/lines/0/UOM', 'POR-2010266'],
    [
      'a date in the past',
      schedules({ RequestedDeliveryDate: '2026-02-23' }),
      '/lines/0/schedules/0/RequestedDeliveryDate',
      'POR-2010567',
    ],
    ['an unknown supplier', { Supplier: 'Nobody' }, '/Supplier'],
    ['an unknown supplier id', { Supplier: undefined, SupplierId: 7 }, '/SupplierId'],
    ["another supplier's site", { SupplierSite: 'HPE US' }, '/SupplierSite'],
    ['a site without assignment', { Supplier: 'Unassigned Supplier', SupplierSite: 'NOWHERE' }, '/SupplierSite'],
    ['an unknown business unit', { ProcurementBU: 'Elsewhere' }, '/ProcurementBU'],
    ['no buyer', { BuyerEmail: undefined }, '/Buyer'],
    ['no quantity', lines({ Quantity: null }), '/lines/0/Quantity'],
    ['no unit', lines({ UOM: undefined }), '/lines/0/UOM'],
    ['a quantity of 0', lines({ Quantity: 0 }), '/lines/0/Quantity'],
    ['a negative price', lines({ Price: -1 }), '/lines/0/Price'],
    [
      'an unknown account',
      schedules({ distributions: [{ Quantity: 1, POChargeAccount: '01-999-540100-000-000' }] }),
      '/lines/0/schedules/0/distributions/0/POChargeAccount',
    ],
    ['a description of 241 characters', { Description: 'x'.repeat(241) }, '/Description'],
    ['a line description of 241 characters', lines({ Description: 'x'.repeat(241) }), '/lines/0/Description'],
    ['an unknown attribute', { Colour: 'red' }, '/Colour'],
    ['an attribute that Oracle sets', { StatusCode: 'OPEN' }, '/StatusCode'],
    ['a number in quotes', lines({ Price: '1429' }), '/lines/0/Price'],
    [
      'a date that is none',
      schedules({ RequestedDeliveryDate: '2026-02-30' }),
      '/lines/0/schedules/0/RequestedDeliveryDate',
    ],
    ['lines that are no list', { lines: {} }, '/lines'],
    ['a line that is no object', { lines: [1] }, '/lines/0'],
    ['an unknown line', lines({ POLineId: 5 }), undefined],
  ])('with %s is refused', async (_, changes, path, code: string | undefined = undefined) => {
    const { status, json } = await post(changes);
    expect(status).toBe(400);
    expect(json['o:errorDetails']).toHaveLength(1);
    const [problem] = json['o:errorDetails'];
    expect(problem['o:errorPath']).toBe(path);
    expect(problem['o:errorCode']).toBe(code);
    expect(await drafts()).toEqual([]);
  });

  it.each([
    ['{', 'application/json', 400],
    ['[]', 'application/json', 400],
    ['null', 'application/json', 400],
    ['{"__proto__": {"a": 1}}', 'application/json', 400],
    [`${'{"lines":['.repeat(5000)}${']}'.repeat(5000)}`, 'application/json', 400],
    ['{}', 'text/plain', 415],
    ['{}', 'application/vnd.oracle.adf.action+json', 415],
  ])('of the form %.30s and type %s is refused with %i', async (body, type, status) => {
    const reply = await oracle.send('POST', 'draftPurchaseOrders', body, { 'content-type': type });
    expect(reply.status).toBe(status);
    expect(reply.json.status).toBe(String(status));
  });

  it.each(['colour=1', 'expand=nothing', 'fields=Colour'])(
    'with the parameter %s is not created',
    async (parameter) => {
      expect((await oracle.send('POST', `draftPurchaseOrders?${parameter}`, draft())).status).toBe(400);
      expect(await drafts()).toEqual([]);
    },
  );

  it('names all reasons at once', async () => {
    const { json } = await post({ Supplier: '1001', ProcurementBU: 'Elsewhere', lines: [line({ UOM: 'Ea' })] });
    expect(json['o:errorDetails']).toHaveLength(3);
  });

  it('takes 240 characters, flags as text, and its supplier by id', async () => {
    const changes = { Description: 'x'.repeat(240), PayOnReceiptFlag: 'true' };
    const reply = await post({ ...changes, Supplier: undefined, SupplierId: 300000047411001 });
    expect(reply).toMatchObject({ status: 201, json: { Supplier: 'Dell Technologies', PayOnReceiptFlag: true } });
  });

  it('with a number that exists is refused', async () => {
    expect((await post({ OrderNumber: 'HUB-1' })).json.OrderNumber).toBe('HUB-1');
    expect((await post({ OrderNumber: 'HUB-1' })).status).toBe(400);
    expect(await drafts()).toHaveLength(1);
  });

  it('without lines is not submitted', async () => {
    const submit = async (changes: object) => {
      const { url } = await oracle.createDraft({ ...changes });
      return (await oracle.act(url, 'submit')).json['o:errorDetails'][0]['o:errorPath'];
    };
    expect(await submit({ lines: [] })).toBe('/lines');
  });
});

describe('a state', () => {
  it('permits only what fits it', async () => {
    await oracle.control('POST', 'settings', { approvalRequired: true });
    const { url, reply } = await oracle.createDraft();
    const control = (action: string) => oracle.control('POST', `orders/${reply.json.OrderNumber}`, { action });
    expect((await control('approve')).status).toBe(409);
    await oracle.act(url, 'submit');
    expect((await oracle.get(url)).json.StatusCode).toBe('PENDING APPROVAL');
    expect((await oracle.send('PATCH', url, { Description: 'late' })).status).toBe(400);
    expect((await oracle.send('DELETE', url)).status).toBe(405);
    expect((await control('receive')).status).toBe(409);
    await control('reject');
    await oracle.send('PATCH', url, { Description: 'early' });
    await oracle.act(url, 'submit', { bypassApprovalsFlag: 'true' });
    expect((await oracle.get(url)).json).toMatchObject({ StatusCode: 'OPEN', Description: 'early' });
  });

  it('of a change order follows its approval and rejection', async () => {
    const { number, draftUrl, url } = await oracle.openOrder();
    await oracle.control('POST', 'settings', { approvalRequired: true });
    const change = async (Description: string) => {
      await oracle.send('PATCH', draftUrl, { Description });
      await oracle.act(draftUrl, 'submit');
      expect((await oracle.get(url)).json.StatusCode).toBe('PENDING CHANGE APPROVAL');
      expect((await oracle.act(draftUrl, 'submit')).status).toBe(400);
    };
    const order = async () => (await oracle.get(url)).json;
    await change('first');
    await oracle.control('POST', `orders/${number}`, { action: 'reject' });
    expect(await order()).toMatchObject({ StatusCode: 'OPEN', Description: draft().Description });
    await change('second');
    await oracle.control('POST', `orders/${number}`, { action: 'approve' });
    expect(await order()).toMatchObject({ StatusCode: 'OPEN', Description: 'second', ChangeOrderNumber: 1 });
  });
});

describe('a call', () => {
  it.each([
    ['GET', 'nothing', 404],
    ['GET', 'draftPurchaseOrders/300000310000001', 404],
    ['GET', 'suppliers/1', 404],
    ['GET', 'constructor', 404],
    ['GET', 'suppliers/300000047411001/child/nothing', 404],
    ['GET', 'suppliers/300000047411001/sites', 404],
    ['GET', 'ledgerBalances/1', 404],
    ['POST', 'suppliers', 405],
    ['PATCH', 'suppliers/300000047411001', 405],
    ['DELETE', 'suppliers/300000047411001', 405],
  ])('%s %s gets %i', async (method, path, status) => {
    const body = method === 'GET' ? undefined : {};
    expect(await oracle.send(method, path, body)).toMatchObject({ status, json: { status: String(status) } });
  });

  it('of an unknown action, with an unknown parameter or another type is refused', async () => {
    const { url } = await oracle.createDraft();
    expect((await oracle.act(url, 'validateDocument')).status).toBe(404);
    expect((await oracle.act(url, 'submit', { bypass: true })).status).toBe(400);
    expect((await oracle.act(url, 'submit', { bypassApprovalsFlag: 'perhaps' })).status).toBe(400);
    expect((await oracle.send('POST', `${url}/action/submit`, {})).status).toBe(415);
    expect((await oracle.send('POST', `${url}/action/submit`, '[', ACTION)).status).toBe(400);
    expect((await oracle.send('GET', `${url}/action/submit`)).status).toBe(405);
  });

  it('with a stale ETag gets 412 and the current one', async () => {
    const { url, reply } = await oracle.createDraft();
    const etag = reply.headers.get('etag') ?? '';
    const patch = (match: string) => oracle.send('PATCH', url, { Description: match }, { 'if-match': match });
    const changed = await patch(etag);
    expect(changed.status).toBe(200);
    const stale = await patch(etag);
    expect(stale.status).toBe(412);
    expect(stale.headers.get('etag')).toBe(changed.headers.get('etag'));
    expect(changed.json.links[0].properties.changeIndicator).toBe(changed.headers.get('etag')?.replaceAll('"', ''));
  });
});

describe('a requisition', () => {
  const lineWith = (changes: object) => ({ lines: [{ ...requisition().lines[0], ...changes }] });
  it.each([
    ['a supplier id', lineWith({ Supplier: '1001' }), '/lines/0/Supplier', 'POR-2010896'],
    ['a unit code', lineWith({ UOM: 'Ea' }), '/lines/0/UOM', 'POR-2010266'],
    ['a past date', lineWith({ RequestedDeliveryDate: '2026-02-01' }), '/lines/0/RequestedDeliveryDate', 'POR-2010567'],
    ['no preparer', { PreparerEmail: undefined }, '/PreparerEmail', undefined],
    ['a source of 26 characters', { InterfaceSourceCode: 'x'.repeat(26) }, '/InterfaceSourceCode', undefined],
  ])('with %s is refused', async (_, changes, path, code) => {
    const { status, json } = await oracle.send('POST', 'purchaseRequisitions', { ...requisition(), ...changes });
    expect(status).toBe(400);
    expect(json['o:errorDetails']).toMatchObject([{ 'o:errorPath': path }]);
    expect(json['o:errorDetails'][0]['o:errorCode']).toBe(code);
  });

  it('of another resource is not found by its URL', async () => {
    const { json } = await oracle.send('POST', 'purchaseRequisitions', requisition());
    expect((await oracle.get(selfOf(json).replace('purchaseRequisitions', 'purchaseOrders'))).status).toBe(404);
  });
});
