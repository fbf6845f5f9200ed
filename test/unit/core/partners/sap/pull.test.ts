import { describe, expect, it } from '@jest/globals';
import { toPulledOrder } from '../../../../../core/partners/sap/pull/to-pulled-order.ts';
import type { SapOrderItem, SapPosting } from '../../../../../core/partners/sap/pull-schemas.ts';
import { sapReference } from '../../../../../core/partners/sap/settings.ts';
import { partnerServer } from '../../../support/partner-server.ts';
import { ORG, position, pullsFrom, replies, v2, v4 } from './pull-support.ts';
import { attempt } from './support.ts';

const server = partnerServer();
const pulls = pullsFrom(server);

const header = {
  PurchaseOrder: '4500012847',
  LastChangeDateTime: '2026-02-24T09:00:00.1234567Z',
  CorrespncExternalReference: '',
  PurchaseOrderDeletionCode: '',
  PurchasingProcessingStatus: '02',
};
const item: SapOrderItem = {
  PurchaseOrder: '4500012847',
  PurchaseOrderItem: '10',
  OrderQuantity: 4,
  NetAmount: 400,
  DocumentCurrency: 'USD',
  IsCompletelyDelivered: false,
  PurchasingDocumentDeletionCode: '',
};
const openLine = (quantity: number) => ({
  PurchaseOrder: '4500012847',
  PurchaseOrderItem: '10',
  OpenPurchaseOrderQuantity: quantity,
});
const posting = (amount: number, currency = 'USD'): SapPosting => ({
  PurchasingDocument: '4500012847',
  PurchasingDocumentItem: '00010',
  CostCenter: 'CCITEUS',
  AmountInCompanyCodeCurrency: amount,
  CompanyCodeCurrency: currency,
});

describe('an order in SAP', () => {
  const lineOf = (changes: Partial<SapOrderItem>, open: number[], postings: SapPosting[] = []) =>
    toPulledOrder(header, { items: [{ ...item, ...changes }], open: open.map(openLine), postings }).lines[0];

  it('has received what is not open any more', () => {
    expect(lineOf({}, [4])).toEqual({ id: '1', received_quantity: 0, deleted: false, completed: false });
    expect(lineOf({}, [1.5, 1])).toMatchObject({ received_quantity: 1.5 });
  });

  it('has received what was posted of an item that is completed, all or less', () => {
    const completed = { IsCompletelyDelivered: true };
    expect(lineOf(completed, [0], [posting(100), posting(300)])).toMatchObject({
      received_quantity: 4,
      completed: true,
    });
    expect(lineOf(completed, [0], [posting(100), posting(100)])).toMatchObject({ received_quantity: 2 });
    expect(lineOf(completed, [0], [posting(400), posting(-400)])).toMatchObject({ received_quantity: 0 });
    // Each receipt is posted against an account without cost center too.
    const clearing = { ...posting(-400), CostCenter: '' };
    expect(lineOf(completed, [0], [posting(400), clearing])).toMatchObject({ received_quantity: 4 });
    expect(lineOf(completed, [0], [posting(90, 'EUR')])).toMatchObject({ received_quantity: 4 });
  });

  it('is deleted with its code, or when SAP’s approver has rejected it, and not when it is blocked', () => {
    const none = { items: [], open: [], postings: [] };
    expect(toPulledOrder({ ...header, PurchaseOrderDeletionCode: 'L' }, none).deleted).toBe(true);
    expect(toPulledOrder({ ...header, PurchasingProcessingStatus: '08' }, none).deleted).toBe(true);
    expect(toPulledOrder({ ...header, PurchaseOrderDeletionCode: 'S' }, none).deleted).toBe(false);
    expect(lineOf({ PurchasingDocumentDeletionCode: 'L' }, [4])).toMatchObject({ deleted: true });
  });

  it('has no line for an item that SAP’s users have added between', () => {
    expect(lineOf({ PurchaseOrderItem: '15' }, [4])).toBeUndefined();
  });
});

describe('SAP’s changed orders', () => {
  const other = { ...header, PurchaseOrder: '4500099999', LastChangeDateTime: '2026-02-24T09:30:00.0000000Z' };

  it('are read from an hour before the last end, by the time of their change', async () => {
    server.reply(
      replies({
        PurchaseOrder: v4([header]),
        PurchaseOrderItem: v4([item]),
        PurchaseOrderScheduleLine: v4([openLine(4)]),
      }),
    );
    const since = JSON.stringify({ at: '2026-02-24T08:30:00.5000000Z', number: '4500012000' });
    const page = await pulls().purchase_orders({ ...position, since }, attempt());
    expect(page.records).toMatchObject([{ number: 'PO-4500012847', lines: [{ id: '1' }] }]);
    expect(JSON.parse(page.since ?? '')).toEqual({ at: header.LastChangeDateTime, number: '4500012847' });
    expect(server.calls[0]?.query).toMatchObject({
      $filter:
        "LastChangeDateTime gt 2026-02-24T07:30:00.500Z or (LastChangeDateTime eq 2026-02-24T07:30:00.500Z and PurchaseOrder gt '')",
      $orderby: 'LastChangeDateTime,PurchaseOrder',
    });
  });

  it('that are not the hub’s cost a header each, and no more', async () => {
    server.reply(replies({ PurchaseOrder: v4([other]) }));
    const page = await pulls().purchase_orders(position, attempt());
    expect(page.records).toEqual([]);
    expect(server.calls).toHaveLength(1);
  });

  it('are read again from one on that the hub has sent and does not know by its number yet', async () => {
    const own = 'po_7YbQ2LmX9sTd';
    const sent = { ...header, PurchaseOrder: '4500013000', CorrespncExternalReference: sapReference(ORG, own) };
    server.reply(replies({ PurchaseOrder: v4([sent, ...Array.from({ length: 99 }, () => other)]) }));
    const { purchase_orders } = pulls({ unsettledOrders: async () => [own] });
    const first = await purchase_orders(position, attempt());
    server.reply(replies({ PurchaseOrder: v4([other]) }));
    const last = await purchase_orders({ ...position, cursor: first.next }, attempt());
    expect(server.calls.at(-1)?.query.$filter).toContain(`LastChangeDateTime gt ${other.LastChangeDateTime}`);
    expect(JSON.parse(last.since ?? '')).toMatchObject({ at: header.LastChangeDateTime });
  });

  it('are not read again for an order that another hub has sent', async () => {
    const sent = { ...header, PurchaseOrder: '4500013000', CorrespncExternalReference: sapReference(ORG, 'po_other') };
    server.reply(replies({ PurchaseOrder: v4([sent, other]) }));
    const page = await pulls().purchase_orders(position, attempt());
    expect(JSON.parse(page.since ?? '')).toMatchObject({ at: other.LastChangeDateTime });
  });

  it('of no time are named, and the next pull has where to begin', async () => {
    server.reply(replies({ PurchaseOrder: v4([header, { ...other, LastChangeDateTime: 'soon' }]) }));
    const page = await pulls().purchase_orders(position, attempt());
    expect(page).toMatchObject({ unreadable: [{ record: '4500099999' }] });
    server.reply(replies({}));
    expect(await pulls().purchase_orders({ ...position, since: page.since }, attempt())).toMatchObject({ records: [] });
  });

  it('end where the last pull ended when nothing has changed', async () => {
    server.reply(replies({}));
    const since = JSON.stringify({ at: header.LastChangeDateTime, number: '1' });
    expect(await pulls().purchase_orders({ ...position, since }, attempt())).toMatchObject({ records: [], since });
  });
});

describe('SAP’s budgets', () => {
  const figure = (amount: string, currency = 'USD') => ({
    CompanyCodeCurrency: currency,
    AmountInCompanyCodeCurrency: amount,
  });
  const assigned = (order: string, amount: number, currency = 'USD') => ({
    PurchaseOrder: order,
    PurchaseOrderItem: '10',
    PurgDocNetAmount: amount,
    DocumentCurrency: currency,
  });
  const foreign = { ...item, PurchaseOrder: '4500099999' };
  const situation = {
    A_FinPlanningEntryItem: v2([figure('10000.10'), figure('0.20')]),
    A_OperationalAcctgDocItemCube: v2([figure('19.99'), figure('-5.00')]),
    PurchaseOrderAccountAssignment: v4([assigned('4500012847', 50), assigned('4500099999', 400.04)]),
    PurchaseOrder: v4([{ ...header, PurchaseOrder: '4500099999', CorrespncExternalReference: 'by hand' }]),
    PurchaseOrderItem: v4([foreign]),
    PurchaseOrderScheduleLine: v4([{ ...openLine(1), PurchaseOrder: '4500099999' }]),
  };

  it('are plan, actual figures, and the open part of orders that are not the hub’s, to the cent', async () => {
    server.reply(replies(situation));
    expect(await pulls().budgets(position, attempt())).toEqual({
      records: [
        {
          cost_center: 'CC-IT-EUS',
          fiscal_year: 2026,
          currency: 'USD',
          planned_minor: 1_000_030,
          actual_minor: 1499,
          committed_elsewhere_minor: 10_001,
        },
      ],
      next: undefined,
    });
    expect(server.calls[0]?.query.$filter).toContain("CostCenter eq 'CCITEUS' and LedgerFiscalYear eq '2026'");
  });

  it('leave out an order that the hub has just created and does not know by its number yet', async () => {
    const created = { ...header, PurchaseOrder: '4500099999', CorrespncExternalReference: 'K7Q2MZP4XW3A' };
    server.reply(replies({ ...situation, PurchaseOrder: v4([created]) }));
    expect((await pulls().budgets(position, attempt())).records).toMatchObject([{ committed_elsewhere_minor: 0 }]);
  });

  it('are read one cost center per page, in the order of the hub’s codes', async () => {
    server.reply(replies(situation));
    const centers = [
      { code: 'A', value: '1' },
      { code: 'B', value: '2' },
      { code: 'C', value: '3' },
    ];
    const { budgets } = pulls({ costCenters: async () => centers });
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof budgets>> = await budgets({ ...position, cursor }, attempt());
      seen.push(page.records[0]?.cost_center);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(['A', 'B', 'C']);
  });

  it('that SAP has no figures of are skipped, and those in several currencies are named', async () => {
    server.reply(replies({ ...situation, A_FinPlanningEntryItem: v2([]), A_OperationalAcctgDocItemCube: v2([]) }));
    expect((await pulls().budgets(position, attempt())).records).toEqual([]);
    server.reply(replies({ ...situation, A_OperationalAcctgDocItemCube: v2([figure('1', 'EUR')]) }));
    expect(await pulls().budgets(position, attempt())).toMatchObject({
      records: [],
      unreadable: [{ record: 'CC-IT-EUS' }],
    });
  });
});
