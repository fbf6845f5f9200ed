import { beforeEach, describe, expect, it } from '@jest/globals';
import { laptopOrder, type Reply, request, runningSap, withItem } from './sap-client.ts';

const sap = runningSap();
beforeEach(async () => {
  sap.now = Date.parse('2026-02-24T09:00:00Z');
  await sap.reset();
});

const get = (path: string): Promise<Reply> => sap.getV2(path);
const BP = 'API_BUSINESS_PARTNER/A_BusinessPartner';
const EXPAND =
  '$expand=to_Supplier/to_SupplierPurchasingOrg,to_BusinessPartnerAddress/to_EmailAddress,to_BusinessPartnerAddress/to_URLAddress';

describe('suppliers', () => {
  it('are business partners with what the documented expand adds', async () => {
    const { json, headers } = await get(`${BP}?$filter=Supplier eq '17300001'&${EXPAND}`);
    expect(headers.get('dataserviceversion')).toBe('2.0');
    expect(json.d.results).toMatchObject([
      {
        BusinessPartner: '17300001',
        BusinessPartnerFullName: 'Dell Technologies',
        LastChangeDate: `/Date(${Date.parse('2025-01-02')})/`,
        to_Supplier: {
          SupplierName: 'Dell Technologies',
          PurchasingIsBlocked: false,
          to_SupplierPurchasingOrg: {
            results: [{ PurchaseOrderCurrency: 'USD', SupplierABCClassificationCode: 'A', MinimumOrderAmount: '0.00' }],
          },
        },
        to_BusinessPartnerAddress: {
          results: [
            {
              to_EmailAddress: { results: [{ EmailAddress: 'enterprise@dell.com' }] },
              to_URLAddress: { results: [{ WebsiteURL: 'https://www.dell.com' }] },
            },
          ],
        },
      },
    ]);
  });

  it('are listed by key, with deferred navigation', async () => {
    const { json } = await get("API_BUSINESS_PARTNER/A_Supplier?$filter=Supplier eq '17300099'");
    expect(json.d.results[0]).toMatchObject({
      __metadata: { uri: expect.stringMatching(/A_Supplier\('17300099'\)$/) },
      PurchasingIsBlocked: true,
      to_SupplierPurchasingOrg: { __deferred: { uri: expect.any(String) } },
    });
  });

  it('that have changed are found by the day', async () => {
    const changed = "LastChangeDate ge datetime'2026-02-24T00:00:00'";
    const names = async () => (await get(`${BP}?$filter=Supplier ne '' and ${changed}`)).json.d.results;
    expect(await names()).toEqual([]);
    expect((await sap.control('PATCH', 'suppliers/17300003', { PurchasingIsBlocked: true })).status).toBe(204);
    expect(await names()).toMatchObject([{ Supplier: '17300003' }]);
    expect((await sap.post('PurchaseOrder', { ...laptopOrder(), Supplier: '17300003' })).status).toBe(400);
  });

  it('are created in bulk, survive a restart, and come page by page', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      Supplier: String(20000000 + index),
      SupplierName: `Supplier ${index}`,
    }));
    expect((await sap.control('POST', 'suppliers', many)).status).toBe(204);
    await sap.restart();
    const first = (await get(`${BP}?$inlinecount=allpages&$filter=Supplier ne ''&$select=Supplier`)).json.d;
    expect(first.__count).toBe('5005');
    const seen = new Set<string>();
    let [page, pages] = [first, 0];
    for (; page; pages += 1) {
      for (const row of page.results) seen.add(row.Supplier);
      page = page.__next && (await get(page.__next)).json.d;
    }
    expect([seen.size, pages]).toEqual([5005, 51]);
    await sap.reset();
    await sap.control('POST', 'suppliers', many[0]);
    expect((await sap.post('PurchaseOrder', { ...laptopOrder(), Supplier: '20000000' })).status).toBe(201);
  });

  it.each([
    ['POST', 'suppliers', [{ Supplier: '1', SupplierName: 'x', Colour: 'red' }]],
    ['POST', 'suppliers', { SupplierName: 'x' }],
    ['POST', 'suppliers', { Supplier: '1', SupplierName: 'x'.repeat(81) }],
    ['PATCH', 'suppliers/17300001', { Supplier: '17300002' }],
    ['PATCH', 'suppliers/17300001', '"text"'],
    ['POST', 'products', { Product: 'x'.repeat(41), ProductDescription: '' }],
    ['POST', 'budgets', { CostCenter: 'CCITOPS', FiscalYear: '26', planned: 1, actual: 1 }],
  ])('are refused by the control API in the form %s %s %j', async (method, path, body) => {
    expect((await sap.control(method, path, body)).status).toBe(400);
    expect((await sap.control('PATCH', 'suppliers/none', {})).status).toBe(404);
    expect((await sap.control('GET', 'state')).json.suppliers).toHaveLength(5);
  });
});

describe('products', () => {
  it('are read with their descriptions, by their last change', async () => {
    await sap.control('POST', 'products', { Product: 'NEW-1', ProductDescription: 'New' });
    const changed = encodeURIComponent("LastChangeDateTime gt datetimeoffset'2026-02-24T00:00:00Z'");
    const { json } = await get(`API_PRODUCT_SRV/A_Product?$filter=${changed}&$expand=to_Description`);
    expect(json.d.results).toMatchObject([
      {
        Product: 'NEW-1',
        LastChangeDateTime: `/Date(${sap.now}+0000)/`,
        to_Description: { results: [{ Language: 'EN', ProductDescription: 'New' }] },
      },
    ]);
    expect((await get('API_PRODUCT_SRV/A_Product')).json.d.results).toHaveLength(7);
  });

  it('can be ordered by their number alone', async () => {
    const changes = { Material: 'DELL-WD22TB4', MaterialGroup: '', PurchaseOrderItemText: '' };
    const { status, json } = await sap.post('PurchaseOrder', withItem(changes));
    expect(status).toBe(201);
    expect(json._PurchaseOrderItem[0]).toMatchObject({
      MaterialGroup: 'L001',
      PurchaseOrderItemText: 'Dell WD22TB4 Thunderbolt Dock',
    });
  });
});

async function sumOf(path: string, costCenter: string): Promise<number> {
  const { json } = await get(`${path}?$filter=CostCenter eq '${costCenter}' and FiscalYear eq '2026'&$top=500`);
  return json.d.results.reduce(
    (sum: number, row: { AmountInCompanyCodeCurrency: string }) => sum + Number(row.AmountInCompanyCodeCurrency),
    0,
  );
}
const PLAN = 'API_FINPLANNINGENTRYITEM_SRV/A_FinPlanningEntryItem';
const ACTUAL = 'API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube';

describe('cost center figures', () => {
  it.each([
    ['CCITOPS', 240000, 38420],
    ['CCITDEV', 360000, 62150],
    ['CCITINFRA', 480000, 124800],
    ['CCITSEC', 180000, 28500],
    ['CCITEUS', 120000, 19200],
  ])('of %s are planned %i and actual %i, in decimals as strings', async (costCenter, planned, actual) => {
    expect(await sumOf(PLAN, costCenter)).toBe(planned);
    expect(await sumOf(ACTUAL, costCenter)).toBe(actual);
    const { json } = await get(`${PLAN}?$top=1`);
    expect(json.d.results[0].AmountInCompanyCodeCurrency).toBe('20000.00');
  });

  it('follow the control API', async () => {
    await sap.control('PATCH', 'budgets/CCITEUS-2026', { planned: 100000.1, actual: 7 });
    await sap.control('POST', 'budgets', [{ CostCenter: 'CCITEUS', FiscalYear: '2027', planned: 5, actual: 0 }]);
    expect(await sumOf(PLAN, 'CCITEUS')).toBeCloseTo(100000.1, 6);
    expect(await sumOf(ACTUAL, 'CCITEUS')).toBe(7);
  });
});

describe('a V2 call', () => {
  it.each([
    ['API_NOTHING/A_Supplier', 403],
    ['API_PRODUCT_SRV/A_Supplier', 404],
    ["API_PRODUCT_SRV/A_Product('none')", 404],
    ["API_PRODUCT_SRV/A_Product('none')/to_Description", 404],
    ["API_PRODUCT_SRV/A_Product('DELL-WD22TB4')/to_Nothing", 404],
    ["API_PRODUCT_SRV/A_ProductDescription('DELL-WD22TB4')", 400],
    ['API_PRODUCT_SRV/A_Product(%ZZ)', 400],
    [`${BP}?$filter=LastChangeDate ge 2026-02-24`, 400],
    [`${BP}?$filter=LastChangeDate ge datetime'2026-02-30T00:00:00'`, 400],
    [`${BP}?$filter=Colour eq 'red'`, 400],
    [`${BP}?$expand=to_Nothing`, 400],
    [`${BP}?$expand=constructor`, 400],
    [`${BP}?$count=true`, 400],
    [`${BP}?$inlinecount=some`, 400],
    [`${BP}?$top=x`, 400],
  ])('%s gets %i in the V2 shape', async (path, status) => {
    const reply = await get(path);
    expect(reply.status).toBe(status);
    expect(reply.json.error).toMatchObject({
      code: expect.any(String),
      message: { lang: 'en', value: expect.any(String) },
      innererror: { errordetails: [{ severity: 'error' }] },
    });
  });

  it('needs a logon, and to write a session, and then writes nothing', async () => {
    const url = `${sap.url}/sap/opu/odata/sap/API_PRODUCT_SRV/A_Product`;
    expect((await request('GET', url, undefined, {})).status).toBe(401);
    const authorization = sap.authorization;
    expect((await request('POST', url, {}, { authorization })).status).toBe(403);
    expect((await request('POST', url, {}, { authorization, ...(await sap.fetchSession()) })).status).toBe(405);
  });

  it('meets faults', async () => {
    await sap.control('POST', 'faults', [{ kind: 'status', status: 503, match: { path: 'API_PRODUCT_SRV' } }]);
    expect((await get('API_PRODUCT_SRV/A_Product')).text).toContain('503 Service Unavailable');
    expect((await get('API_PRODUCT_SRV/A_Product')).status).toBe(200);
  });
});
