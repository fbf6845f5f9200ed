import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Json, laptopItem, laptopOrder, runningSap } from './sap-client.ts';

const sap = runningSap();
const ORDER = "PurchaseOrder('4500012847')";

/** An order of two items, and another. */
beforeEach(async () => {
  await sap.reset();
  await sap.createOrder({ _PurchaseOrderItem: [laptopItem(), laptopItem({ PurchaseOrderItem: '20' })] });
  await sap.createOrder();
});

describe('an expand', () => {
  it('returns the children of an order, and theirs, as the create did', async () => {
    const created = await sap.post('PurchaseOrder', laptopOrder());
    const expand = '_PurchaseOrderItem($expand=_PurOrdAccountAssignment,_PurchaseOrderScheduleLineTP)';
    const { status, json } = await sap.get(`PurchaseOrder('${created.json.PurchaseOrder}')?$expand=${expand}`);
    expect(status).toBe(200);
    const [item] = created.json._PurchaseOrderItem;
    delete item._PurchaseOrderItemNote;
    expect(json._PurchaseOrderItem).toEqual([item]);
    expect(json).not.toHaveProperty('_PurchaseOrderNote');
  });

  it('has options of its own, and works in lists', async () => {
    const expand = '_PurchaseOrderItem($select=PurchaseOrderItem;$expand=_PurOrdAccountAssignment($select=CostCenter))';
    const { json } = await sap.get(`PurchaseOrder?$select=PurchaseOrder&$expand=${expand},_PurchaseOrderNote&$top=1`);
    const etag = { '@odata.etag': expect.any(String) };
    const item = (PurchaseOrderItem: string) => ({
      ...etag,
      PurchaseOrderItem,
      _PurOrdAccountAssignment: [{ ...etag, CostCenter: 'CCITEUS' }],
    });
    expect(json.value).toEqual([
      {
        ...etag,
        PurchaseOrder: '4500012847',
        _PurchaseOrderItem: [item('10'), item('20')],
        _PurchaseOrderNote: [expect.objectContaining({ TextObjectType: 'F01' })],
      },
    ]);
  });

  it.each([
    '_Nothing',
    'constructor',
    '_PurchaseOrderItem(',
    '_PurchaseOrderItem($expand=_Nothing)',
    '_PurchaseOrderItem($select=Nothing)',
    '_PurchaseOrderItem($levels=2)',
    '_PurchaseOrderItem,',
    '',
    '('.repeat(50_000),
  ])('is rejected when it is %.40s', async (expand) => {
    expect((await sap.get(`PurchaseOrder?$expand=${encodeURIComponent(expand)}`.slice(0, 15_000))).status).toBe(400);
  });
});

describe('navigation', () => {
  const numbersOf = (json: { value: Json[] }) =>
    json.value.map((row) => `${row.PurchaseOrder}/${row.PurchaseOrderItem}`);

  it.each([`${ORDER}/_PurchaseOrderItem`, 'PurchaseOrder/4500012847/_PurchaseOrderItem'])(
    'leads to the items of one order: %s',
    async (path) => {
      const { status, json } = await sap.get(path);
      expect(status).toBe(200);
      expect(numbersOf(json)).toEqual(['4500012847/10', '4500012847/20']);
    },
  );

  it('takes the options of a list', async () => {
    await sap.control('POST', 'settings', { pageSize: 1 });
    const { json } = await sap.get(`${ORDER}/_PurchaseOrderItem?$orderby=PurchaseOrderItem desc&$count=true`);
    expect(numbersOf(json)).toEqual(['4500012847/20']);
    expect(json['@odata.count']).toBe(2);
    expect(json['@odata.nextLink']).toMatch(/^_PurchaseOrderItem\?/);
  });

  it('leads to one child, and on to its own', async () => {
    const item = `${ORDER}/_PurchaseOrderItem(PurchaseOrder='4500012847',PurchaseOrderItem='20')`;
    const read = await sap.get(item);
    expect(read.json).toMatchObject({
      PurchaseOrderItem: '20',
      '@odata.context': '../$metadata#PurchaseOrderItem/$entity',
    });
    expect(read.headers.get('etag')).toBe((await sap.get(ORDER)).headers.get('etag'));
    const accounts = await sap.get('PurchaseOrderItem/4500012847/20/_PurOrdAccountAssignment');
    expect(accounts.json.value).toMatchObject([{ PurchaseOrderItem: '20', CostCenter: 'CCITEUS' }]);
  });

  it('leads to the entity that a PATCH changes', async () => {
    const path = 'PurchaseOrder/4500012847/_PurchaseOrderItem/4500012847/20';
    expect((await sap.patch(path, { TaxCode: 'V1' }, { 'if-match': '*' })).json).toMatchObject({ TaxCode: 'V1' });
    expect((await sap.get('PurchaseOrderItem/4500012847/20')).json.TaxCode).toBe('V1');
  });

  it.each([
    ["PurchaseOrder('1')/_PurchaseOrderItem", 404],
    [`${ORDER}/_Nothing`, 404],
    [`${ORDER}/constructor`, 404],
    [`${ORDER}/_PurchaseOrderItem('20')`, 400],
    [`${ORDER}/_PurchaseOrderItem/4500012847`, 400],
    [`${ORDER}/_PurchaseOrderItem/4500012848/10`, 404],
    [`${ORDER}/%zz`, 400],
    [`${ORDER}/_PurchaseOrderItem/$count`, 400],
  ])('is refused on the way %s with %i', async (path, status) => {
    expect((await sap.get(path)).status).toBe(status);
  });
});

describe('every link of a V2 response', () => {
  function linksIn(value: unknown): string[] {
    if (typeof value !== 'object' || value === null) return [];
    const { uri } = Object(value);
    return [...(typeof uri === 'string' ? [uri] : []), ...Object.values(value).flatMap(linksIn)];
  }

  it.each([
    'API_BUSINESS_PARTNER/A_BusinessPartner',
    'API_BUSINESS_PARTNER/A_BusinessPartner?$expand=to_Supplier,to_BusinessPartnerAddress/to_EmailAddress',
    'API_BUSINESS_PARTNER/A_SupplierPurchasingOrg',
    "API_PRODUCT_SRV/A_Product?$filter=Product lt 'B'",
    'API_FINPLANNINGENTRYITEM_SRV/A_FinPlanningEntryItem',
    'API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube',
  ])('leads to something from %s', async (path) => {
    const names = ["A/B ('C')", '007'];
    await sap.control(
      'POST',
      'products',
      names.map((Product) => ({ Product, ProductDescription: '' })),
    );
    const links = linksIn((await sap.getV2(path)).json);
    expect(links.length).toBeGreaterThan(0);
    for (const link of new Set(links))
      expect({ link, status: (await sap.getV2(link)).status }).toEqual({ link, status: 200 });
  });

  it('leads from a business partner to its one supplier', async () => {
    const { json } = await sap.getV2("API_BUSINESS_PARTNER/A_BusinessPartner('17300001')");
    expect(json.d).toMatchObject({ BusinessPartner: '17300001' });
    const supplier = await sap.getV2(json.d.to_Supplier.__deferred.uri);
    expect(supplier.json.d).toMatchObject({ SupplierName: 'Dell Technologies' });
    const organizations = await sap.getV2(supplier.json.d.to_SupplierPurchasingOrg.__deferred.uri);
    expect(organizations.json.d.results).toMatchObject([{ PurchaseOrderCurrency: 'USD' }]);
  });
});
