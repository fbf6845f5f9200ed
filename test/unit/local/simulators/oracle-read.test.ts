import { beforeAll, describe, expect, it } from '@jest/globals';
import { lineOf, requisition, runningOracle, selfOf } from './oracle-client.ts';

const oracle = runningOracle();

function numbersOf(json: { items: { OrderNumber: string }[] }) {
  return json.items.map(({ OrderNumber }) => OrderNumber);
}
function query(q: string, version = '4') {
  return oracle.get(`draftPurchaseOrders?q=${encodeURIComponent(q)}`, { 'rest-framework-version': version });
}

beforeAll(async () => {
  await oracle.control('POST', 'settings', { queryDelaySeconds: 0 });
  await oracle.createDraft({ OrderNumber: 'A', Description: "O'Brien's laptop" });
  oracle.now += 60_000;
  await oracle.createDraft({
    OrderNumber: 'B',
    Supplier: 'JetBrains',
    SupplierSite: 'JETBRAINS US',
    PayOnReceiptFlag: true,
  });
  oracle.now += 60_000;
  await oracle.createDraft({ OrderNumber: 'C', lines: [lineOf(3)], Description: undefined });
});

describe('q', () => {
  it.each([
    ["OrderNumber = 'A'", 'A'],
    ["Description = 'O''Brien''s laptop'", 'A'],
    ["OrderNumber != 'A'", 'B C'],
    ['Ordered > 2000', 'C'],
    ["Ordered >= 1429 and Supplier = 'Dell Technologies'", 'A C'],
    ["Supplier = 'JetBrains' or (Ordered > 2000 and not OrderNumber = 'B')", 'B C'],
    ["LastUpdateDate > '2026-02-24T09:00:30+00:00'", 'B C'],
    ["CreationDate <= '2026-02-24T10:01:00.000+01:00'", 'A B'],
    ["OrderNumber = 'nobody'", ''],
  ])('of version 4 finds by %s: %s', async (q, numbers) => {
    expect(numbersOf((await query(q)).json).join(' ')).toBe(numbers);
  });

  it.each([
    ['OrderNumber=A', 'A'],
    ["OrderNumber='A'", 'A'],
    ["Description='O''Brien''s laptop'", 'A'],
    ['Supplier=Dell Technologies;Ordered>2000', 'C'],
    ['Ordered!=1429', 'C'],
  ])('of version 1 finds by %s: %s', async (q, numbers) => {
    expect(numbersOf((await query(q, '1')).json).join(' ')).toBe(numbers);
  });

  it.each([
    ['4', 'Colour = 1'],
    ['4', "OrderNumber='A';Supplier='x'"],
    ['4', 'OrderNumber = A'],
    ['4', "OrderNumber = 'A"],
    ['4', "OrderNumber ='A' and"],
    ['4', "(OrderNumber = 'A'"],
    ['4', "constructor = 'A'"],
    ['4', `${'('.repeat(50_000)}`],
    ['1', 'OrderNumber'],
    ['1', 'Colour=1'],
    ['1', "Supplier = 'JetBrains' and Ordered > 1"],
    ['1', "Ordered > 1 and Supplier = 'JetBrains'"],
    ['1', "Supplier = 'JetBrains' and OrderNumber = 'B'"],
    ['1', 'OrderNumber = B and Supplier = JetBrains'],
    ['1', "Supplier = 'JetBrains' or OrderNumber = 'B'"],
    ['1', "(Supplier = 'JetBrains')"],
    ['1', ''],
  ])('of version %s is refused as %.40s', async (version, q) => {
    expect((await query(q, version)).status).toBe(400);
  });
});

describe('a list', () => {
  it('has 25 items unless the limit says otherwise, and tells whether more follow', async () => {
    const page = (await oracle.get('draftPurchaseOrders?limit=2')).json;
    expect(page).toMatchObject({ count: 2, hasMore: true, limit: 2, offset: 0 });
    expect(page).not.toHaveProperty('totalResults');
    const rest = (await oracle.get('draftPurchaseOrders?limit=2&offset=2&totalResults=true')).json;
    expect(rest).toMatchObject({ count: 1, hasMore: false, offset: 2, totalResults: 3 });
    expect((await oracle.get('draftPurchaseOrders')).json.limit).toBe(25);
    expect((await oracle.get('draftPurchaseOrders?limit=100000')).json.limit).toBe(499);
  });

  it('is ordered', async () => {
    const order = async (by: string) =>
      numbersOf((await oracle.get(`draftPurchaseOrders?orderBy=${by}`)).json).join('');
    expect(await order('CreationDate:desc')).toBe('CBA');
    expect(await order('Ordered:desc,OrderNumber:desc')).toBe('CBA');
    expect(await order('Supplier,OrderNumber')).toBe('ACB');
  });

  it.each(["LastUpdateDate > 'x'", "Ordered > 'x'", "Ordered = ''"])('refuses q with the literal of %s', async (q) => {
    const query = `draftPurchaseOrders?q=${encodeURIComponent(q)}`;
    expect((await oracle.get(query, { 'rest-framework-version': '4' })).status).toBe(400);
    expect((await oracle.get(query)).status).toBe(400);
  });

  it.each(['limit=x', 'offset=-1', 'totalResults=1', 'orderBy=Colour', 'onlyData=yes', 'colour=1', 'expand=nothing'])(
    'with %s is refused',
    async (parameter) => expect((await oracle.get(`draftPurchaseOrders?${parameter}`)).status).toBe(400),
  );
});

describe('an item', () => {
  const one = (parameters: string, version = '4') =>
    oracle.get(`draftPurchaseOrders?q=OrderNumber='A'&${parameters}`, { 'rest-framework-version': version });

  it('has expanded children as a list before framework version 3, and as a collection after', async () => {
    expect((await one('expand=lines', '2')).json.items[0].lines).toMatchObject([{ LineNumber: 1 }]);
    const { lines } = (await one('expand=lines.schedules', '3')).json.items[0];
    expect(lines).toMatchObject({ count: 1, hasMore: false, items: [{ schedules: { count: 1 } }] });
    expect((await one('')).json.items[0]).not.toHaveProperty('lines');
    const all = (await one('expand=all&onlyData=true')).json.items[0];
    expect(all.lines.items[0].schedules.items[0].distributions.items).toHaveLength(1);
    expect(JSON.stringify(all)).not.toContain('links');
  });

  it('has only the fields that are named', async () => {
    const { json } = await one('fields=OrderNumber,Ordered&onlyData=true');
    expect(json.items).toEqual([{ OrderNumber: 'A', Ordered: 1429 }]);
    expect((await one('fields=Colour')).status).toBe(400);
  });

  it('is reached by its links, and not by its number', async () => {
    const [item] = (await one('')).json.items;
    expect(item.links.map(({ rel }: { rel: string }) => rel)).toEqual(['self', 'canonical', 'child']);
    const child = await oracle.get(item.links[2].href);
    expect(child.json.items).toMatchObject([{ LineNumber: 1 }]);
    expect((await oracle.get(selfOf(child.json.items[0]))).json.LineNumber).toBe(1);
    expect((await oracle.get(`draftPurchaseOrders/${item.POHeaderId}`)).status).toBe(404);
  });

  it('has the media type that the client accepts, and the version "latest" in its links', async () => {
    const plain = await oracle.get('suppliers', { accept: 'application/json' });
    expect(plain.headers.get('content-type')).toBe('application/json');
    const { headers } = await oracle.get('suppliers');
    expect(headers.get('content-type')).toBe('application/vnd.oracle.adf.resourcecollection+json');
    const url = '/fscmRestApi/resources/latest/suppliers';
    const latest = await oracle.call('GET', url, undefined, { authorization: oracle.basic });
    expect(selfOf(latest.json.items[0])).toContain('/resources/latest/');
    const other = '/fscmRestApi/resources/11.13.18.02/suppliers';
    expect((await oracle.call('GET', other, undefined, { authorization: oracle.basic })).status).toBe(404);
  });

  it('can be hidden for some seconds after it was created', async () => {
    await oracle.control('POST', 'settings', { itemDelaySeconds: 5 });
    const { json } = await oracle.send('POST', 'purchaseRequisitions', requisition());
    expect((await oracle.get(selfOf(json))).status).toBe(404);
    oracle.now += 5000;
    expect((await oracle.get(selfOf(json))).status).toBe(200);
    await oracle.control('POST', 'settings', { itemDelaySeconds: 0 });
  });
});

describe('master data', () => {
  it('has suppliers with sites and their assignments', async () => {
    const { json } = await oracle.get("suppliers?q=Supplier = 'Dell Technologies'&expand=sites.assignments,contacts");
    expect(json.items).toMatchObject([
      {
        SupplierNumber: '1001',
        Status: 'ACTIVE',
        sites: { items: [{ SupplierSite: 'DELL US', assignments: { items: [{ ClientBU: 'US1 BU' }] } }] },
        contacts: { items: [{ Email: 'enterprise@dell.com' }] },
      },
    ]);
    const site = selfOf(json.items[0].sites.items[0]);
    expect(site).toMatch(/suppliers\/300000047411001\/child\/sites\/1001001$/);
    expect((await oracle.get(`${site}/child/assignments`)).json.count).toBe(1);
  });

  it('has priced agreement lines', async () => {
    const { json } = await oracle.get("purchaseAgreementLines?q=Item = 'JB-IDEA-ULT-ANN'");
    expect(json.items).toMatchObject([{ Supplier: 'JetBrains', Price: 599, UOM: 'Each', CurrencyCode: 'USD' }]);
  });

  it('has items by number, and accounts by their segments', async () => {
    const items = await oracle.get("itemsV2?q=ItemNumber = 'JB-IDEA-ULT-ANN'");
    expect(items.json.items).toMatchObject([{ ItemDescription: 'IntelliJ IDEA Ultimate - Annual' }]);
    const accounts = await oracle.get("accountCombinationsLOV?q=_SEGMENT1 = '01' and _SEGMENT2 = '112'");
    expect(accounts.json.items).toMatchObject([{ _CODE_COMBINATION_ID: 3001234, _SEGMENT3: '540100' }]);
  });

  const balances = (changes: Record<string, string> = {}) => {
    const variables = {
      accountCombination: '01.113.540100.000.000',
      accountingPeriod: 'Dec-26',
      currency: 'USD',
      ledgerName: 'US Primary Ledger',
      mode: 'Detail',
      ...changes,
    };
    const list = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    return oracle.get(`ledgerBalances?finder=${encodeURIComponent(`AccountBalanceFinder;${list.join(',')}`)}`);
  };

  it("has the budget and what is spent of the seed's cost centers", async () => {
    const { json } = await balances();
    expect(json.items).toMatchObject([
      { Scenario: 'Actual', EndingBalance: 124800, DetailAccountCombination: '01-113-540100-000-000' },
      { Scenario: 'Budget', BeginningBalance: 440000, PeriodActivity: 40000, EndingBalance: 480000 },
    ]);
    expect(json.items.map(selfOf)).toEqual([
      expect.stringMatching(/ledgerBalances\/01-113-540100-000-000-Dec-26-Actual$/),
      expect.stringMatching(/ledgerBalances\/01-113-540100-000-000-Dec-26-Budget$/),
    ]);
    expect((await balances({ accountingPeriod: 'Jan-26' })).json.items[0]).toMatchObject({ PeriodActivity: 124800 });
  });

  it.each([
    ['accountCombination', '01.999.540100.000.000'],
    ['accountingPeriod', 'Jan-19'],
    ['currency', 'EUR'],
    ['ledgerName', 'Nobody'],
    ['mode', ''],
  ])('tells a wrong %s in ErrorDetail', async (name, value) => {
    const { status, json } = await balances({ [name]: value });
    expect(status).toBe(200);
    expect(json.items).toMatchObject([{ ErrorDetail: expect.stringContaining(name) }]);
  });

  it('refuses a search of balances without the finder', async () => {
    const refusal = async (query: string) => {
      const { status, json } = await oracle.get(`ledgerBalances${query}`);
      return [status, json['o:errorDetails'][0].detail];
    };
    const missing = [400, 'You must provide the finder AccountBalanceFinder for ledgerBalances.'];
    expect(await refusal('')).toEqual(missing);
    expect(await refusal('?finder=')).toEqual(missing);
    expect(await refusal('?finder=Other;x=1')).toEqual([400, "The finder Other;x=1 of ledgerBalances isn't valid."]);
  });
});

describe('a fault', () => {
  it.each([
    ['POST', '/oauth2/v1/token'],
    ['GET', 'suppliers'],
    ['POST', 'draftPurchaseOrders'],
    ['PATCH', 'draftPurchaseOrders/1'],
    ['POST', 'draftPurchaseOrders/1/action/submit'],
  ])('applies to %s %s', async (method, path) => {
    const match = { method, path };
    await oracle.control('POST', 'faults', [
      { kind: 'status', status: 429, headers: { 'retry-after': '3' }, match },
      { kind: 'drop-before', match },
    ]);
    const call = () =>
      path.startsWith('/') ? oracle.token('') : oracle.send(method, path, method === 'GET' ? undefined : {});
    const limited = await call();
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('3');
    await expect(call()).rejects.toThrow('fetch failed');
  });
});

it('keeps its state through a restart', async () => {
  const before = await oracle.control('GET', 'state');
  expect(before.json.purchaseOrders.length).toBeGreaterThan(2);
  await oracle.restart();
  expect((await oracle.control('GET', 'state')).json).toEqual(before.json);
  const { reply } = await oracle.createDraft();
  const ids = before.json.purchaseOrders.map(
    ({ document }: { document: { POHeaderId: number } }) => document.POHeaderId,
  );
  expect(ids).not.toContain(reply.json.POHeaderId);
});
