import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Receipt, withReceipt } from '../../../../core/domain/order-receipts.ts';
import {
  type Arrival,
  openMinor,
  type PurchaseOrder,
  PurchaseOrderSchema,
  receivedMinor,
  transitionOrder,
} from '../../../../core/domain/purchase-order.ts';
import { laptopOrder } from '../../support/requests.ts';

const NOW = 1708736700;
/** Five laptops and three docks, ordered. */
const ordered: PurchaseOrder = {
  ...transitionOrder(laptopOrder, { kind: 'number', poNumber: '0815' }, NOW),
  lines: laptopOrder.lines.map((line, index) => ({ ...line, quantity: 5 - 2 * index })),
};
const FULL = 5 * 142_900 + 3 * 27_900;

function received(quantities: Readonly<Record<string, number>>, order = ordered, arrival: Partial<Arrival> = {}) {
  const lines = Object.entries(quantities).map(([id, quantity]) => ({ id, quantity }));
  const by = 'usr_7nLsW8kF9xYt';
  return transitionOrder(order, { kind: 'receive', by, lines, final: false, comment: null, ...arrival }, NOW);
}

describe('a receipt', () => {
  it('counts what has arrived and stands in the order’s receipts', () => {
    const order = received({ 1: 2 }, ordered, { comment: 'One box is wet' });
    expect(order).toMatchObject({ status: 'partially_received', revision: 1, version: ordered.version + 1 });
    expect(order.lines.map(({ received_quantity }) => received_quantity)).toEqual([2, 0]);
    expect(order.receipts).toEqual([
      {
        at: NOW,
        by: 'usr_7nLsW8kF9xYt',
        lines: [{ id: '1', quantity: 2 }],
        final: false,
        comment: 'One box is wet',
        status: 'partially_received',
      },
    ]);
    expect([openMinor(order), receivedMinor(order)]).toEqual([FULL - 2 * 142_900, 2 * 142_900]);
  });

  it('of all that was open makes the order received', () => {
    const order = received({ 1: 3, 2: 3 }, received({ 1: 2 }));
    expect(order).toMatchObject({ status: 'received', receipts: [{}, { status: 'received' }] });
    expect([openMinor(order), receivedMinor(order)]).toEqual([0, FULL]);
  });

  it('that is final completes the lines that it names, whose rest leaves what is open', () => {
    const order = received({ 1: 2 }, ordered, { final: true });
    expect(order).toMatchObject({ status: 'partially_received', lines: [{ completed: true }, { completed: false }] });
    expect([openMinor(order), receivedMinor(order)]).toEqual([3 * 27_900, 2 * 142_900]);
  });

  it('that is final and names no line completes the order', () => {
    const order = received({}, received({ 1: 2 }), { final: true });
    expect(order.status).toBe('received');
    expect([openMinor(order), receivedMinor(order)]).toEqual([0, 2 * 142_900]);
  });

  it.each<[string, Record<string, number>, Partial<Arrival>, string]>([
    ['more than is open', { 1: 4 }, {}, 'order.over_receipt'],
    ['a line that it does not have', { 3: 1 }, {}, 'order.line_unknown'],
    ['a completed line', { 2: 1 }, {}, 'order.line_completed'],
  ])('is refused for %s', (_, quantities, arrival, code) => {
    const order = received({ 1: 2, 2: 1 }, { ...ordered, status: 'ordered' });
    const lines = order.lines.map((line) => ({ ...line, completed: line.id === '2' }));
    expect(() => received(quantities, { ...order, lines }, arrival)).toThrow(expect.objectContaining({ code }));
  });

  it('names the line of which it has too much, and what is left', () => {
    expect(() => received({ 2: 4 })).toThrow(`Line 2 of ${ordered.id} has 3 left to receive`);
  });

  it('is refused when it would complete an order of which nothing has arrived', () => {
    const code = 'order.nothing_received';
    expect(() => received({}, ordered, { final: true })).toThrow(expect.objectContaining({ code }));
  });

  it('works for lines that cost nothing', () => {
    const free = { ...ordered, lines: ordered.lines.map((line) => ({ ...line, unit_cost_minor: 0 })) };
    const order = received({ 1: 5, 2: 3 }, free);
    expect([order.status, openMinor(order), receivedMinor(order)]).toEqual(['received', 0, 0]);
  });

  it('moves exactly as much from open to received, whatever arrives in whatever parts', () => {
    const parts = fc.array(fc.record({ 1: fc.integer({ min: 0, max: 3 }), 2: fc.integer({ min: 0, max: 3 }) }));
    fc.assert(
      fc.property(parts, (receipts) => {
        let order = ordered;
        for (const receipt of receipts) {
          const isPossible = order.lines.every(
            (line) => line.quantity - line.received_quantity >= receipt[line.id === '1' ? 1 : 2],
          );
          if (order.status === 'received' || !isPossible) {
            expect(() => received(receipt, order)).toThrow();
            continue;
          }
          order = received(receipt, order);
          expect(openMinor(order) + receivedMinor(order)).toBe(FULL);
          const isComplete = order.lines.every((line) => line.quantity === line.received_quantity);
          expect(order.status === 'received').toBe(isComplete);
        }
      }),
    );
  });
});

describe('the receipts of an order', () => {
  const lines = [{ id: '1', quantity: 2 }];
  const entry: Receipt = { at: NOW, by: 'sap', lines, final: false, comment: null, status: 'partially_received' };

  it('are at most a hundred, of which the last has the sum of all later ones', () => {
    const receipts = Array.from({ length: 130 }).reduce<Receipt[]>((all) => withReceipt(all, entry), []);
    expect(receipts).toHaveLength(100);
    expect(receipts.at(-1)?.lines).toEqual([{ id: '1', quantity: 62 }]);
  });

  it('stay small when each has 200 lines', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ id: String(index), quantity: 999_999 }));
    const receipts = Array.from({ length: 40 }).reduce<Receipt[]>(
      (all) => withReceipt(all, { ...entry, lines: many }),
      [],
    );
    expect(Buffer.byteLength(JSON.stringify(receipts))).toBeLessThan(61_000);
    const total = receipts.reduce((sum, receipt) => sum + (receipt.lines[0]?.quantity ?? 0), 0);
    expect(total).toBe(40 * 999_999);
  });
});

it('an order that was stored before receipts reads as one without', () => {
  const { receipts, numbered_at, closed_at, lines, ...stored } = laptopOrder;
  const old = { ...stored, lines: lines.map(({ completed, ...line }) => line) };
  expect(PurchaseOrderSchema.parse(old)).toEqual(laptopOrder);
});
