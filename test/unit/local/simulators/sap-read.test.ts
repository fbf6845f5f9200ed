import { beforeEach, describe, expect, it } from '@jest/globals';
import { runningSap } from './sap-client.ts';

const sap = runningSap();

function filter(expression: string) {
  return `PurchaseOrder?$filter=${encodeURIComponent(expression)}`;
}
function numbersOf(json: { value: { PurchaseOrder: string }[] }) {
  return json.value.map((row) => row.PurchaseOrder);
}

/** Three orders, created at 09:00, 09:01 and 09:02. */
async function threeOrders() {
  sap.now = Date.parse('2026-02-24T09:00:00Z');
  await sap.reset();
  await sap.createOrder({ CorrespncExternalReference: 'REF-A', Supplier: '17300001' });
  sap.now += 60_000;
  await sap.createOrder({ CorrespncExternalReference: "O'BRIEN", Supplier: '17300002' });
  sap.now += 60_000;
  await sap.createOrder({ CorrespncExternalReference: 'REF-B', Supplier: '17300002' });
}

describe('one entity', () => {
  beforeEach(async () => {
    await sap.reset();
    await sap.createOrder();
  });

  it.each(["PurchaseOrder('4500012847')", "PurchaseOrder(PurchaseOrder='4500012847')", 'PurchaseOrder/4500012847'])(
    'is read as %s with its ETag',
    async (path) => {
      const reply = await sap.get(path);
      expect(reply.json).toMatchObject({ PurchaseOrder: '4500012847', Supplier: '17300001' });
      expect(reply.headers.get('etag')).toBe(reply.json['@odata.etag']);
      expect(reply.json).not.toHaveProperty('_PurchaseOrderItem');
    },
  );

  it.each([
    'PurchaseOrderItem/4500012847/00010',
    "PurchaseOrderItem(PurchaseOrderItem='10',PurchaseOrder='4500012847')",
  ])('is found below an order as %s', async (path) => {
    expect((await sap.get(path)).json).toMatchObject({ PurchaseOrderItem: '10', NetAmount: 1429 });
  });

  it('has only the properties that $select names', async () => {
    const { json } = await sap.get("PurchaseOrder('4500012847')?$select=Supplier,PaymentTerms");
    expect(json).toEqual({
      '@odata.context': '$metadata#PurchaseOrder/$entity',
      '@odata.etag': expect.any(String),
      Supplier: '17300001',
      PaymentTerms: '',
    });
  });

  it('is listed in the set of its type', async () => {
    const items = await sap.get("PurchaseOrderItem?$filter=PurchaseOrder eq '4500012847'");
    expect(items.json.value).toMatchObject([{ PurchaseOrderItem: '10' }]);
    const accounts = await sap.get("PurchaseOrderAccountAssignment?$filter=CostCenter eq 'CCITEUS'");
    expect(accounts.json.value).toMatchObject([{ PurgDocNetAmount: 1429 }]);
  });

  it.each([
    "PurchaseOrder('4500099999')",
    'PurchaseOrderItem/4500012847/20',
    'Orders',
    "PurchaseOrder('4500012847')/_Items",
  ])("returns 404 in SAP's shape for %s", async (path) => {
    const { status, json } = await sap.get(path);
    expect(status).toBe(404);
    expect(json.error).toMatchObject({ code: expect.any(String), message: expect.stringContaining('not found') });
  });
});

describe('a filter', () => {
  beforeEach(threeOrders);

  it.each([
    ["CorrespncExternalReference eq 'REF-A' and CompanyCode eq '1010'", ['4500012847']],
    ["CorrespncExternalReference eq 'O''BRIEN'", ['4500012848']],
    ["CorrespncExternalReference eq 'NONE'", []],
    ["Supplier ne '17300001'", ['4500012848', '4500012849']],
    ["Supplier eq '17300001' or CorrespncExternalReference eq 'REF-B'", ['4500012847', '4500012849']],
    ["CompanyCode eq '9' and Supplier eq '17300001' or PurchaseOrder ge '4500012849'", ['4500012849']],
    ["CompanyCode eq '9' and (Supplier eq '17300001' or PurchaseOrder ge '4500012849')", []],
    ['LastChangeDateTime gt 2026-02-24T09:01:00Z', ['4500012849']],
    ['LastChangeDateTime ge 2026-02-24T10:01:00.0000000+01:00', ['4500012848', '4500012849']],
    ['LastChangeDateTime lt 2026-02-24T09:00:00.5Z', ['4500012847']],
    ['PurchaseOrderDate le 2026-02-24 and ReleaseIsNotCompleted eq false', ['4500012847', '4500012848', '4500012849']],
    ['ExchangeRate lt 0.5', []],
    ['ValidityStartDate eq null', ['4500012847', '4500012848', '4500012849']],
  ])('selects orders by %s', async (expression, numbers) => {
    const { json } = await sap.get(filter(expression));
    expect(numbersOf(json)).toEqual(numbers);
  });

  it.each([
    "Reference eq 'x'",
    "LastChangeDateTime gt datetimeoffset'2026-02-24T00:00:00Z'",
    "LastChangeDateTime gt '2026-02-24T00:00:00Z'",
    'Supplier eq 17300001',
    "Supplier eq 'open",
    "Supplier is '1'",
    "(Supplier eq '1'",
    'Supplier',
    '',
  ])('is rejected when it is %j', async (expression) => {
    const { status, json } = await sap.get(filter(expression));
    expect(status).toBe(400);
    expect(json.error.message).toContain('$filter');
  });
});

describe('a list', () => {
  beforeEach(threeOrders);

  it('is sorted, limited and counted', async () => {
    const { json } = await sap.get(
      'PurchaseOrder?$orderby=Supplier desc,PurchaseOrder desc&$top=1&$skip=1&$count=true',
    );
    expect(numbersOf(json)).toEqual(['4500012848']);
    expect(json['@odata.count']).toBe(3);
  });

  it("has pages of the server's size, and a link to the next that keeps the options", async () => {
    await sap.control('POST', 'settings', { pageSize: 1 });
    const seen: string[] = [];
    let path: string | undefined = "PurchaseOrder?$filter=Supplier eq '17300002'&$select=PurchaseOrder&$top=5";
    while (path) {
      const { json } = await sap.get(path);
      expect(json.value).toHaveLength(1);
      expect(Object.keys(json.value[0])).toEqual(['@odata.etag', 'PurchaseOrder']);
      seen.push(...numbersOf(json));
      path = json['@odata.nextLink'];
    }
    expect(seen).toEqual(['4500012848', '4500012849']);
  });

  it('ends at $top after several pages', async () => {
    await sap.control('POST', 'settings', { pageSize: 2 });
    const first = await sap.get('PurchaseOrder?$top=3');
    const second = await sap.get(first.json['@odata.nextLink']);
    expect([...numbersOf(first.json), ...numbersOf(second.json)]).toHaveLength(3);
    expect(second.json).not.toHaveProperty('@odata.nextLink');
  });

  it.each([
    '$top=-1',
    '$skip=x',
    '$orderby=Nothing',
    '$select=Nothing',
    '$expand=Nothing',
    '$select=_PurchaseOrderItem',
    '$skiptoken=x',
    '$apply=x',
    '$count=1',
    '$top=1&$top=2',
  ])('is rejected with %s', async (option) => expect((await sap.get(`PurchaseOrder?${option}`)).status).toBe(400));
});

describe('the service root', () => {
  it('lists the entity sets', async () => {
    const { json } = await sap.get('');
    expect(json['@odata.context']).toBe('$metadata');
    expect(json.value).toContainEqual({ name: 'PurchaseOrder', url: 'PurchaseOrder' });
  });
});

describe('what the simulator does not support', () => {
  it.each([
    ['$metadata', '$metadata'],
    ['PurchaseOrder/$count', '$count'],
    ['PurchaseOrder?$search=Dell', '$search'],
  ])('is rejected by name: %s', async (path, name) => {
    const { status, json } = await sap.get(path);
    expect(status).toBe(400);
    expect(json.error).toMatchObject({
      code: expect.any(String),
      message: expect.stringContaining(`The simulator does not support`),
      '@SAP__common.ExceptionCategory': 'Client_Error',
    });
    expect(json.error.message).toContain(`'${name}'`);
  });
});
