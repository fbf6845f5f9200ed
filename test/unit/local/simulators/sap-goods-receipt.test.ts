import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Json, runningSap, withItem } from './sap-client.ts';

const sap = runningSap();
const ITEM = 'PurchaseOrderItem/4500012847/10';
const LINES = "PurchaseOrderScheduleLine?$filter=PurchaseOrder eq '4500012847'";
const line = (ScheduleLineOrderQuantity: number) => ({ ScheduleLineOrderQuantity, PurchaseOrderQuantityUnit: 'EA' });

beforeEach(async () => {
  sap.now = Date.parse('2026-02-24T09:00:00Z');
  await sap.reset();
});

/** Ten for 100 USD each. */
function orderTen(changes: Json = {}): Promise<string> {
  const schedule = { _PurchaseOrderScheduleLineTP: [line(10)] };
  return sap.createOrder(withItem({ OrderQuantity: 10, NetPriceAmount: 100, ...schedule, ...changes }));
}
function receive(quantity?: number) {
  const items = quantity === undefined ? undefined : { 10: quantity };
  return sap.control('POST', 'orders/4500012847', { action: 'receive', items });
}
function changeQuantity(OrderQuantity: number, changes: Json = {}) {
  const body = { OrderQuantity, PurchaseOrderQuantityUnit: 'EA', ...changes };
  return sap.patch(ITEM, body, { 'if-match': '*' });
}
async function item() {
  return (await sap.get(ITEM)).json;
}
async function open(): Promise<number[]> {
  return (await sap.get(LINES)).json.value.map((row: Json) => row.OpenPurchaseOrderQuantity);
}
/** Without links, as a restart changes the port. */
async function postings(): Promise<Json[]> {
  const filter = "$filter=PurchasingDocument eq '4500012847'";
  const { json } = await sap.getV2(`API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube?${filter}`);
  return json.d.results.map(({ __metadata, ...row }: Json) => row);
}

describe('a goods receipt', () => {
  it('in parts moves open quantities and the last change, and completes the item at the end', async () => {
    await orderTen({ _PurchaseOrderScheduleLineTP: [line(6), line(4)] });
    sap.now += 60_000;
    expect((await receive(7)).status).toBe(204);
    expect(await open()).toEqual([0, 3]);
    expect((await item()).IsCompletelyDelivered).toBe(false);
    const changed = await sap.get('PurchaseOrder?$filter=LastChangeDateTime gt 2026-02-24T09:00:30Z');
    expect(changed.json.value).toMatchObject([{ PurchaseOrder: '4500012847' }]);
    expect((await receive(4)).status).toBe(409);
    expect((await receive(3)).status).toBe(204);
    expect(await open()).toEqual([0, 0]);
    expect((await item()).IsCompletelyDelivered).toBe(true);
    expect((await item()).ReceivedQuantity).toBeUndefined();
  });

  it('posts a document of its own, which a later receipt, change or restart leaves as it is', async () => {
    await orderTen();
    expect(await postings()).toEqual([]);
    await receive(4);
    const first = await postings();
    expect(first).toMatchObject([
      { AccountingDocument: '5000000000', CostCenter: 'CCITEUS', AmountInCompanyCodeCurrency: '400.00' },
    ]);
    const price = { NetPriceAmount: 200, DocumentCurrency: 'USD' };
    expect((await sap.patch(ITEM, price, { 'if-match': '*' })).status).toBe(200);
    sap.now = Date.parse('2027-01-05T09:00:00Z');
    await receive();
    await sap.restart();
    expect(await postings()).toMatchObject([
      first[0] ?? {},
      { AccountingDocument: '5000000001', FiscalYear: '2027', AmountInCompanyCodeCurrency: '1200.00' },
    ]);
    expect((await receive()).status).toBe(204);
    expect(await postings()).toHaveLength(2);
  });

  it('is posted to each cost center of the item, to the cent of its value', async () => {
    const accounts = [
      { CostCenter: 'CCITDEV', MultipleAcctAssgmtDistrPercent: 60 },
      { CostCenter: 'CCITOPS', MultipleAcctAssgmtDistrPercent: 40 },
    ];
    const price = { NetPriceAmount: 100, NetPriceQuantity: 3 };
    const split = { MultipleAcctAssgmtDistribution: '2', _PurOrdAccountAssignment: accounts };
    await orderTen({ ...price, ...split, OrderQuantity: 3, _PurchaseOrderScheduleLineTP: [line(3)] });
    for (let part = 0; part < 3; part += 1) await receive(1);
    const rows = await postings();
    expect(rows.map((row) => row.AccountingDocumentItem)).toEqual(['1', '2', '1', '2', '1', '2']);
    expect(new Set(rows.map((row) => row.AccountingDocument)).size).toBe(3);
    const cents = rows.map((row) => Math.round(Number(row.AmountInCompanyCodeCurrency) * 100));
    expect(cents.reduce((sum, amount) => sum + amount, 0)).toBe(10_000);
  });
});

describe('a change of quantity after a receipt', () => {
  it('leaves open what is ordered and not received', async () => {
    await orderTen();
    await receive(4);
    await changeQuantity(12);
    expect([await open(), (await item()).IsCompletelyDelivered]).toEqual([[8], false]);
  });

  it('opens an item again that was completely delivered, and completes one of which less is wanted', async () => {
    await orderTen();
    await receive();
    await changeQuantity(12);
    expect([await open(), (await item()).IsCompletelyDelivered]).toEqual([[2], false]);
    await changeQuantity(10);
    expect([await open(), (await item()).IsCompletelyDelivered]).toEqual([[0], true]);
  });

  it('leaves nothing open when it says that the delivery is complete', async () => {
    await orderTen();
    await receive(4);
    await changeQuantity(12, { IsCompletelyDelivered: true });
    expect([await open(), (await item()).IsCompletelyDelivered]).toEqual([[0], true]);
  });

  it('leaves an item complete that a person has completed, as long as the quantity stays', async () => {
    await orderTen();
    await receive(4);
    await changeQuantity(10, { IsCompletelyDelivered: true });
    await changeQuantity(10);
    expect([await open(), (await item()).IsCompletelyDelivered]).toEqual([[0], true]);
  });
});
