import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Json, laptopItem, laptopOrder, type Reply, runningSap, withItem } from './sap-client.ts';

const sap = runningSap();
beforeEach(() => sap.reset());

function withAccount(account: Json) {
  return withItem({ _PurOrdAccountAssignment: [account] });
}
async function storedOrders() {
  return (await sap.control('GET', 'state')).json.purchaseOrders;
}

function messagesOf({ json }: Reply): string[] {
  return [json.error, ...json.error.details].map(({ message, target }) => (target ? `${target}: ${message}` : message));
}

describe('a body that does not fit the metadata', () => {
  it.each([
    ['an unknown property', { ...laptopOrder(), Vendor: 'Dell' }, "Property 'Vendor' is invalid for 'PurchaseOrder'"],
    ['an inherited name', { ...laptopOrder(), constructor: 'x' }, "Property 'constructor' is invalid"],
    ['a V2 navigation', { ...laptopOrder(), to_PurchaseOrderItem: [] }, "Property 'to_PurchaseOrderItem' is invalid"],
    ['a quoted amount', withItem({ NetPriceAmount: '1429.00' }), "'NetPriceAmount' has invalid value '1429.00'"],
    ['a quoted quantity', withItem({ OrderQuantity: '1' }), "'OrderQuantity' has invalid value '1'"],
    ['four decimals of a quantity', withItem({ OrderQuantity: 1.2345 }), "'OrderQuantity' has invalid value"],
    ['a quantity beyond its precision', withItem({ OrderQuantity: 1e10 }), "'OrderQuantity' has invalid value"],
    [
      'an 11-character cost center',
      withAccount({ CostCenter: 'CC-IT-INFRA' }),
      "'CostCenter' has invalid value 'CC-IT-INFRA'",
    ],
    [
      'a 13-character reference',
      { ...laptopOrder(), CorrespncExternalReference: 'K7Q2MZP4XW3AB' },
      'CorrespncExternalReference',
    ],
    ['a 41-character text', withItem({ PurchaseOrderItemText: 'x'.repeat(41) }), 'PurchaseOrderItemText'],
    ['null for a text', { ...laptopOrder(), PaymentTerms: null }, "'PaymentTerms' has invalid value 'null'"],
    ['a text for a flag', withItem({ InvoiceIsExpected: 'true' }), 'InvoiceIsExpected'],
    ['an impossible date', { ...laptopOrder(), PurchaseOrderDate: '2026-02-30' }, 'PurchaseOrderDate'],
    ['a V2 date', { ...laptopOrder(), PurchaseOrderDate: '/Date(1771891200000)/' }, 'PurchaseOrderDate'],
    [
      'an object for items',
      { ...laptopOrder(), _PurchaseOrderItem: laptopItem() },
      "'_PurchaseOrderItem' must be an array",
    ],
    ['broken JSON', '{"PurchaseOrderType":"NB"', 'not well-formed JSON'],
    ['an array', [], 'must be a JSON object'],
  ])('is rejected for %s', async (_, body, reason) => {
    const reply = await sap.post('PurchaseOrder', body);
    expect(reply.status).toBe(400);
    expect(reply.json.error).toMatchObject({
      code: 'CX_SXML_PARSE_ERROR',
      '@SAP__common.ExceptionCategory': 'Client_Error',
    });
    expect(messagesOf(reply).at(-1)).toContain(reason);
    expect(await storedOrders()).toEqual([]);
  });

  it('gets 415 when its content type is not JSON', async () => {
    expect((await sap.post('PurchaseOrder', laptopOrder(), { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('an order under the business rules', () => {
  const without = (name: string) => ({ ...laptopOrder(), [name]: '' });
  const item = '_PurchaseOrderItem(1)';
  const account = `${item}/_PurOrdAccountAssignment(1)`;

  it.each<[string, Json, string]>([
    ['no document type', without('PurchaseOrderType'), 'PurchaseOrderType: Enter Purchase Order Type'],
    ['no supplier', without('Supplier'), 'Supplier: Enter Supplier'],
    ['no company code', without('CompanyCode'), 'CompanyCode: Enter Company Code'],
    [
      'no purchasing organization',
      without('PurchasingOrganization'),
      'PurchasingOrganization: Enter Purch. Organization',
    ],
    ['no purchasing group', without('PurchasingGroup'), 'PurchasingGroup: Enter Purch. Group'],
    [
      'another document type',
      { ...laptopOrder(), PurchaseOrderType: 'UB' },
      'PurchaseOrderType: Document type UB is not allowed',
    ],
    ['an unknown supplier', { ...laptopOrder(), Supplier: '17309999' }, 'Supplier: Supplier 17309999 does not exist'],
    [
      'a blocked supplier',
      { ...laptopOrder(), Supplier: '17300099' },
      'Supplier: Supplier 17300099 is blocked for purchasing',
    ],
    [
      'an unknown company code',
      { ...laptopOrder(), CompanyCode: '9999' },
      'CompanyCode: Company Code 9999 is not defined',
    ],
    [
      'an unknown purchasing organization',
      { ...laptopOrder(), PurchasingOrganization: '9999' },
      'PurchasingOrganization: Purch. Organization 9999 is not defined',
    ],
    [
      'an unknown purchasing group',
      { ...laptopOrder(), PurchasingGroup: '1' },
      'PurchasingGroup: Purch. Group 1 is not defined',
    ],
    ['no items', { ...laptopOrder(), _PurchaseOrderItem: [] }, '_PurchaseOrderItem: Document contains no items'],
    [
      'the same item twice',
      { ...laptopOrder(), _PurchaseOrderItem: [laptopItem(), laptopItem({ PurchaseOrderItem: '00010' })] },
      '_PurchaseOrderItem(2)/PurchaseOrderItem: PurchaseOrderItem 10 exists already',
    ],
    ['no plant', withItem({ Plant: '' }), `${item}/Plant: Enter Plant`],
    ['an unknown plant', withItem({ Plant: '9999' }), `${item}/Plant: Plant 9999 is not defined`],
    [
      'a text item without material group',
      withItem({ MaterialGroup: '' }),
      `${item}/MaterialGroup: Enter Material Group`,
    ],
    [
      'an unknown material group',
      withItem({ MaterialGroup: 'L999' }),
      `${item}/MaterialGroup: Material Group L999 is not defined`,
    ],
    [
      'an unknown material',
      withItem({ Material: 'DELL-LAT5550' }),
      `${item}/Material: Material DELL-LAT5550 does not exist`,
    ],
    [
      'quantity 0',
      withItem({ OrderQuantity: 0, _PurchaseOrderScheduleLineTP: [] }),
      `${item}/OrderQuantity: Quantity must be greater than 0`,
    ],
    [
      'a quantity without unit',
      withItem({ PurchaseOrderQuantityUnit: '' }),
      `${item}/OrderQuantity: Unit PurchaseOrderQuantityUnit must accompany OrderQuantity`,
    ],
    [
      'an amount without currency',
      withItem({ DocumentCurrency: '' }),
      `${item}/NetPriceAmount: Currency DocumentCurrency must accompany NetPriceAmount`,
    ],
    [
      'an unknown unit',
      withItem({ PurchaseOrderQuantityUnit: 'Ea' }),
      `${item}/PurchaseOrderQuantityUnit: Unit of measure Ea is not defined`,
    ],
    [
      'three decimals of USD',
      withItem({ NetPriceAmount: 1429.005 }),
      `${item}/NetPriceAmount: NetPriceAmount 1429.005 has more than 2 decimals of USD`,
    ],
    [
      'another currency than the header',
      withItem({ DocumentCurrency: 'EUR' }),
      `${item}/DocumentCurrency: Currency of the item differs from the document's currency USD`,
    ],
    ['an unknown tax code', withItem({ TaxCode: 'X9' }), `${item}/TaxCode: Tax code X9 is not defined`],
    [
      'K without account assignment',
      withItem({ _PurOrdAccountAssignment: [] }),
      `${item}/_PurOrdAccountAssignment: Enter account assignment data for the item`,
    ],
    ['K without cost center', withAccount({ GLAccount: '61003000' }), `${account}/CostCenter: Enter Cost Center`],
    [
      'an unknown cost center',
      withAccount({ CostCenter: 'CC-IT-EUS' }),
      `${account}/CostCenter: Cost Center CC-IT-EUS is not defined`,
    ],
    [
      'an unknown G/L account',
      withAccount({ CostCenter: 'CCITEUS', GLAccount: '70000000' }),
      `${account}/GLAccount: G/L Account 70000000 is not defined`,
    ],
    [
      'an unknown account assignment category',
      withItem({ AccountAssignmentCategory: 'Z' }),
      `${item}/AccountAssignmentCategory: Account assignment category Z is not defined`,
    ],
    [
      'schedule lines that do not add up',
      withItem({ OrderQuantity: 2 }),
      `${item}/_PurchaseOrderScheduleLineTP: Schedule lines add up to 1, not to the item's quantity`,
    ],
  ])('is rejected for %s', async (_, body, message) => {
    const reply = await sap.post('PurchaseOrder', body);
    expect(reply.status).toBe(400);
    expect(reply.json.error['@SAP__common.ExceptionCategory']).toBe('Provider_Application_Error');
    expect(messagesOf(reply)).toContain(message);
    expect(await storedOrders()).toEqual([]);
  });

  it('is rejected when an amount has more decimals than its currency', async () => {
    const yen = (price: number) => ({
      ...withItem({
        DocumentCurrency: 'JPY',
        NetPriceAmount: price,
        _PurOrdAccountAssignment: [{ CostCenter: 'CCITEUS' }],
      }),
      DocumentCurrency: 'JPY',
    });
    expect((await sap.post('PurchaseOrder', yen(1000))).status).toBe(201);
    expect((await sap.post('PurchaseOrder', yen(1000.5))).status).toBe(400);
  });

  it('gets all reasons at once', async () => {
    const reply = await sap.post('PurchaseOrder', { ...withItem({ Plant: '' }), Supplier: '1', CompanyCode: '' });
    expect(messagesOf(reply)).toEqual([
      'CompanyCode: Enter Company Code',
      '_PurchaseOrderItem(1)/Plant: Enter Plant',
      'Supplier: Supplier 1 does not exist',
    ]);
    expect(reply.json.error.details).toMatchObject([
      { '@SAP__common.Severity': 'error', '@SAP__common.numericSeverity': 4 },
      { '@SAP__common.Severity': 'error', '@SAP__common.numericSeverity': 4 },
    ]);
  });

  it('may have a document type copied from NB', async () => {
    expect(await sap.createOrder({ PurchaseOrderType: 'ZNB1' })).toBe('4500012847');
  });
});
