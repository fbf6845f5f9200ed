import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PurchaseOrder, PurchaseOrderLine } from '../../../../../core/domain/purchase-order.ts';
import { differencesOf, type SapDifference } from '../../../../../core/partners/sap/differences.ts';
import type { SapOrderContent } from '../../../../../core/partners/sap/operations/read-purchase-order.ts';
import { PermanentError } from '../../../../../core/sync/errors.ts';
import { laptopOrder, PLAIN } from '../../../support/requests.ts';
import { applied, contentOf } from './order-at-sap.ts';
import { settings } from './support.ts';

const NUMBER = '4500012847';
const ITEM = `/PurchaseOrderItem/${NUMBER}/10`;
const SCHEDULE_LINE = `/PurchaseOrderScheduleLine/${NUMBER}/10/1`;
const CREATED = contentOf(laptopOrder);

function differences(order: PurchaseOrder, content: SapOrderContent = CREATED): SapDifference[] {
  return differencesOf(order, NUMBER, content, settings);
}
/** The laptop's order with another first line. */
function withLine(changes: Partial<PurchaseOrderLine>, order = laptopOrder): PurchaseOrder {
  return { ...order, lines: order.lines.map((line) => (line.id === '1' ? { ...line, ...changes } : line)) };
}
/** SAP's content with another first item. */
function withItem(changes: Partial<SapOrderContent['items'][number]>): SapOrderContent {
  const items = CREATED.items.map((item) => (item.PurchaseOrderItem === '10' ? { ...item, ...changes } : item));
  return { ...CREATED, items };
}

describe('the differences of SAP’s order from the hub’s', () => {
  it('are none after it was created', () => {
    expect(differences(laptopOrder)).toEqual([]);
  });

  it.each<[string, Partial<PurchaseOrderLine>, object]>([
    ['quantity', { quantity: 3 }, { OrderQuantity: 3, NetPriceAmount: 1429 }],
    ['price', { unit_cost_minor: 139_950 }, { OrderQuantity: 1, NetPriceAmount: 1399.5 }],
  ])('in the %s have the whole quantity and price, with unit and currency', (_, changes, expected) => {
    const units = {
      PurchaseOrderQuantityUnit: 'EA',
      OrderPriceUnit: 'EA',
      NetPriceQuantity: 1,
      DocumentCurrency: 'USD',
    };
    expect(differences(withLine(changes))).toEqual([{ path: ITEM, change: { ...units, ...expected } }]);
  });

  it('in the delivery date are one per line that is not deleted, without its time', () => {
    const order = { ...withLine({ deleted: true }), expected_delivery: '2026-04-01T09:00:00+02:00' };
    expect(differences(order, withItem({ PurchasingDocumentDeletionCode: 'L' }))).toEqual([
      { path: `/PurchaseOrderScheduleLine/${NUMBER}/20/1`, change: { ScheduleLineDeliveryDate: '2026-04-01' } },
    ]);
  });

  it('in what the hub has closed are that nothing more comes of a line', () => {
    const closed = { ...withLine({ completed: true }), closed_at: 1708736700, expected_delivery: null };
    expect(differences(closed)).toEqual([{ path: ITEM, change: { IsCompletelyDelivered: true } }]);
    expect(differences(closed, withItem({ IsCompletelyDelivered: true }))).toEqual([]);
    expect(differences(closed, withItem({ PurchasingDocumentDeletionCode: 'L' }))).toEqual([]);
    // What SAP has told of an order that goes on is no change of the hub's.
    expect(differences({ ...closed, closed_at: null })).toEqual([]);
  });

  it('are none in the delivery date when the hub has none any more', () => {
    expect(differences({ ...laptopOrder, expected_delivery: null })).toEqual([]);
  });

  it('in one line’s quantity and date are two', () => {
    const order = { ...withLine({ quantity: 2 }), expected_delivery: '2026-04-01' };
    expect(differences(order).map(({ path }) => path)).toEqual([
      ITEM,
      SCHEDULE_LINE,
      `/PurchaseOrderScheduleLine/${NUMBER}/20/1`,
    ]);
  });

  it('are the deletion of a line that SAP still has, whatever else differs', () => {
    const order = withLine({ deleted: true, quantity: 7 });
    expect(differences(order)).toEqual([{ path: ITEM, change: 'delete' }]);
  });

  it.each([
    ['deleted', withItem({ PurchasingDocumentDeletionCode: 'L' })],
    ['never got', { ...CREATED, items: CREATED.items.slice(1) }],
  ])('are none in a deleted line that SAP has %s', (_, content) => {
    expect(differences(withLine({ deleted: true }), content)).toEqual([]);
  });

  it.each([
    ['deleted', withItem({ PurchasingDocumentDeletionCode: 'L' })],
    ['blocked', withItem({ PurchasingDocumentDeletionCode: 'S' })],
    ['never got', { ...CREATED, items: CREATED.items.slice(1) }],
  ])('need a person in a line that SAP has %s', (_, content) => {
    const act = () => differences(laptopOrder, content);
    expect(act).toThrow(PermanentError);
    expect(act).toThrow(
      expect.objectContaining({
        code: 'sap.document_differs',
        message: expect.stringContaining(`Item 10 of order ${NUMBER}`),
      }),
    );
  });

  it('are none when SAP writes item numbers with leading zeros, or the price of a hundred', () => {
    const zeros = (number: string) => number.padStart(5, '0');
    const content = {
      items: CREATED.items.map((item) => ({
        ...item,
        PurchaseOrderItem: zeros(item.PurchaseOrderItem),
        NetPriceAmount: item.NetPriceAmount * 100,
        NetPriceQuantity: 100,
      })),
      scheduleLines: CREATED.scheduleLines.map((line) => ({
        ...line,
        PurchaseOrderItem: zeros(line.PurchaseOrderItem),
      })),
    };
    expect(differences(laptopOrder, content)).toEqual([]);
  });

  it('leave alone what SAP has in addition', () => {
    const [item] = CREATED.items;
    if (!item) throw new Error('the content has an item');
    const content = { ...CREATED, items: [...CREATED.items, { ...item, PurchaseOrderItem: '30', OrderQuantity: 9 }] };
    expect(differences(laptopOrder, content)).toEqual([]);
  });

  it('applied to SAP’s order lead to one without differences, for any two versions of an order', () => {
    const date = fc.option(fc.constantFrom('2026-03-10', '2026-04-01', '2026-12-24T08:00:00Z'));
    const version = fc.record({
      quantity: fc.integer({ min: 1, max: 999_999 }),
      unit_cost_minor: fc.integer({ min: 0, max: 9_999_999_999_999 }),
      deleted: fc.boolean(),
    });
    const scenario = fc.record({
      currency: fc.constantFrom('USD', 'JPY', 'KWD'),
      dates: fc.tuple(date, date),
      lines: fc.array(fc.tuple(version, version), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(scenario, ({ currency, dates: [createdFor, wantedFor], lines }) => {
        const orderOf = (versions: readonly (typeof lines)[number][0][], expected_delivery: string | null) => ({
          ...laptopOrder,
          currency,
          expected_delivery,
          lines: versions.map((one, index) => ({
            ...one,
            id: String(index + 1),
            name: 'Laptop',
            sku: 'SKU',
            received_quantity: 0,
            completed: false,
            supplier: null,
            ...PLAIN,
          })),
        });
        const before = orderOf(
          lines.map(([one]) => one),
          createdFor,
        );
        // A deleted line stays deleted.
        const after = orderOf(
          lines.map(([one, other]) => ({ ...other, deleted: one.deleted || other.deleted })),
          wantedFor,
        );
        const found = differences(after, contentOf(before));
        expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
        const content = found.reduce(applied, contentOf(before));
        expect(differences(after, content)).toEqual([]);
        const kept = after.lines.filter(({ deleted }) => !deleted);
        const active = content.items.filter((item) => item.PurchasingDocumentDeletionCode === '');
        expect(active.map(({ PurchaseOrderItem, OrderQuantity }) => [PurchaseOrderItem, OrderQuantity])).toEqual(
          kept.map(({ id, quantity }) => [`${id}0`, quantity]),
        );
      }),
    );
  });
});
