import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acknowledge, acknowledgementFindings } from '../../../../../core/domain/spendint/acknowledge-order.ts';
import type { Orderack, OrderackLine } from '../../../../../core/domain/spendint/orderack.ts';
import { orderLine, orderOf } from './orders.ts';

function acknowledgement(changes: Partial<Orderack> = {}): Orderack {
  return {
    customer_id: 'C',
    order_number: 'PO-1',
    sales_order_number: 'SO-1',
    status_code: 'confirmed',
    status_message: null,
    supplier_id: 'S',
    third_party_import_id: null,
    lines: [],
    ...changes,
  };
}

function answer(changes: Partial<OrderackLine> = {}): OrderackLine {
  return { line_number: 'POL-1', sales_order_line_number: null, estimated_arrival_date: null, ...changes };
}

const [first, second] = ['POL-1', 'POL-2'].map((line_number) => orderLine({ line_number, acknowledgement: null })) as [
  ReturnType<typeof orderLine>,
  ReturnType<typeof orderLine>,
];
const pending = { ...orderOf(first, second), status: 'pending_submission' } as const;

describe('an acknowledgement', () => {
  it('without lines answers the whole order', () => {
    const confirmed = { acknowledgement: 'confirmed', sales_order_number: 'SO-1' };
    expect(acknowledge(acknowledgement(), pending)).toEqual({
      changed: [
        { ...first, ...confirmed },
        { ...second, ...confirmed },
      ],
      answer: 'confirmed',
    });
    expect(acknowledge(acknowledgement({ status_code: 'rejected' }), pending).answer).toBe('rejected');
  });

  it('answers the lines that it names, with the numbers and the date of each', () => {
    const known = { sales_order_line_number: 'SOL-1', estimated_arrival_date: '2026-12-01' };
    const named = acknowledgement({ lines: [answer(known)] });
    expect(acknowledge(named, pending)).toEqual({
      changed: [{ ...first, ...known, acknowledgement: 'confirmed', sales_order_number: 'SO-1' }],
      answer: 'pending',
    });
  });

  it.each([
    ['rejected', 'confirmed', 'confirmed'],
    ['confirmed', 'rejected', 'confirmed'],
    ['rejected', 'rejected', 'rejected'],
    [null, 'rejected', 'pending'],
  ] as const)('beside a line that is %s, %s, leaves the order %s', (before, status_code, expected) => {
    const order = orderOf({ ...first, acknowledgement: before }, second);
    expect(acknowledge(acknowledgement({ status_code, lines: [answer({ line_number: 'POL-2' })] }), order).answer).toBe(
      expected,
    );
  });

  it('does not wait for cancelled lines, nor answer them', () => {
    const order = orderOf(first, { ...second, cancelled: true });
    const { changed, answer: whole } = acknowledge(acknowledgement(), order);
    expect([changed.map(({ line_number }) => line_number), whole]).toEqual([['POL-1'], 'confirmed']);
  });

  it('revises what it names, and keeps what it leaves out', () => {
    const line = orderLine({ sales_order_number: 'SO-1', sales_order_line_number: 'SOL-1' });
    const dated = { ...line, estimated_arrival_date: '2026-12-01' };
    const lines = [answer({ sales_order_line_number: 'SOL-2' })];
    expect(acknowledge(acknowledgement({ sales_order_number: null, lines }), orderOf(dated)).changed).toEqual([
      { ...dated, sales_order_line_number: 'SOL-2' },
    ]);
  });

  it('changes nothing when it is sent again', () => {
    const status = fc.constantFrom('confirmed' as const, 'rejected' as const);
    const text = fc.constantFrom(null, 'A', 'B');
    const line = fc.record({
      line_number: fc.constantFrom('POL-1', 'POL-2'),
      sales_order_line_number: text,
      estimated_arrival_date: text,
    });
    const lines = fc.uniqueArray(line, { maxLength: 2, selector: ({ line_number }) => line_number });
    fc.assert(
      fc.property(status, text, lines, (status_code, sales_order_number, named) => {
        const document = acknowledgement({ status_code, sales_order_number, lines: named });
        const { changed, answer: whole } = acknowledge(document, pending);
        const after = pending.lines.map(
          (before) => changed.find((l) => l.line_number === before.line_number) ?? before,
        );
        expect(acknowledge(document, orderOf(...after))).toEqual({ changed: [], answer: whole });
      }),
    );
  });
});

describe('an acknowledgement is refused', () => {
  const NONE = { document: [], entries: [[]] };

  it('for an unknown order, with all of its lines', () => {
    expect(acknowledgementFindings(acknowledgement({ lines: [answer()] }), null)).toEqual({
      document: ['The purchase order for this order acknowledgment does not exist'],
      entries: [['The purchase order line for this order acknowledgment does not exist']],
    });
  });

  it('for a line that the order does not have, or that is cancelled', () => {
    const order = orderOf(first, { ...second, cancelled: true });
    const lines = ['POL-1', 'POL-2', 'POL-3', '__proto__'].map((line_number) => answer({ line_number }));
    const missing = ['The purchase order line for this order acknowledgment does not exist'];
    expect(acknowledgementFindings(acknowledgement({ lines }), order)).toEqual({
      document: [],
      entries: [[], missing, missing, missing],
    });
  });

  it('for a cancelled order', () => {
    const { document } = acknowledgementFindings(acknowledgement(), { ...pending, status: 'cancelled' });
    expect(document).toEqual(['The purchase order for this order acknowledgment is cancelled']);
  });

  it.each(['shipped_quantity', 'received_quantity', 'invoiced_quantity'])('when it rejects what has %s', (key) => {
    const order = orderOf(first, { ...second, [key]: 1 });
    const rejected = (...lines: OrderackLine[]) =>
      acknowledgementFindings(acknowledgement({ status_code: 'rejected', lines }), order);
    expect(rejected().document).toEqual([
      'The purchase order for this order acknowledgment is already shipped or invoiced',
    ]);
    expect(rejected(answer())).toEqual(NONE);
    expect(rejected(answer({ line_number: 'POL-2' })).entries).toEqual([
      ['The purchase order line for this order acknowledgment is already shipped or invoiced'],
    ]);
    expect(acknowledgementFindings(acknowledgement(), order).document).toEqual([]);
  });

  it('as a revision that names no sales order line', () => {
    const order = orderOf(orderLine({ sales_order_line_number: 'SOL-1' }));
    expect(acknowledgementFindings(acknowledgement({ lines: [answer()] }), order).entries).toEqual([
      ['Field Value empty/Formatting issue Sales order line number'],
    ]);
    const named = acknowledgement({ lines: [answer({ sales_order_line_number: 'SOL-2' })] });
    expect(acknowledgementFindings(named, order)).toEqual(NONE);
  });
});
