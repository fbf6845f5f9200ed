import type { TestHub } from './hub.ts';

/** What a person does in SAP. */

const SERVICE = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001';

/** Creates an order as a buyer does, without a reference of the hub, and returns its number. */
export async function orderMadeByHand(hub: TestHub): Promise<string> {
  const { username, password } = hub.info.credentials.sap;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const service = hub.info.partners.sap + SERVICE;
  const session = await fetch(`${service}/`, { headers: { authorization, 'x-csrf-token': 'Fetch' } });
  const response = await fetch(`${service}/PurchaseOrder`, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      'x-csrf-token': session.headers.get('x-csrf-token') ?? '',
      cookie: session.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    },
    body: JSON.stringify(ORDER),
  });
  if (response.status !== 201) throw new Error(await response.text());
  const { PurchaseOrder } = (await response.json()) as { PurchaseOrder: string };
  return PurchaseOrder;
}

const ORDER = {
  PurchaseOrderType: 'NB',
  CompanyCode: '1010',
  PurchasingOrganization: '1010',
  PurchasingGroup: '001',
  Supplier: '17300001',
  DocumentCurrency: 'USD',
  _PurchaseOrderItem: [
    {
      PurchaseOrderItem: '10',
      Plant: '1010',
      MaterialGroup: 'L001',
      PurchaseOrderItemText: 'Dock',
      OrderQuantity: 1,
      PurchaseOrderQuantityUnit: 'EA',
      OrderPriceUnit: 'EA',
      NetPriceAmount: 279.01,
      NetPriceQuantity: 1,
      DocumentCurrency: 'USD',
      TaxCode: 'V0',
      AccountAssignmentCategory: 'K',
      _PurOrdAccountAssignment: [
        { AccountAssignmentNumber: '1', CostCenter: 'CCITEUS', GLAccount: '61003000', ControllingArea: 'A000' },
      ],
    },
  ],
};
