import { describe, expect, it } from '@jest/globals';
import { isLive, isOrdered, lineOf } from '../../../../../core/domain/spendint/order-view.ts';
import { NOT_ORDERED, ORDERED, orderLine, orderOf } from './orders.ts';

describe('an order', () => {
  it('is ordered once it is confirmed, and stays so when it is delivered', () => {
    const isIn = (status: (typeof ORDERED | typeof NOT_ORDERED)[number]) => isOrdered({ ...orderOf(), status });
    expect([ORDERED.map(isIn), NOT_ORDERED.map(isIn)]).toEqual([
      [true, true, true],
      [false, false],
    ]);
  });

  it('knows its lines by number, without those that are cancelled', () => {
    const lines = [orderLine({ cancelled: true }), orderLine({ line_number: 'POL-2', acknowledgement: 'rejected' })];
    const numbers = ['POL-1', 'POL-2', 'pol-2', '__proto__', ''];
    expect(numbers.map((number) => lineOf(orderOf(...lines), number))).toEqual([
      undefined,
      lines[1],
      undefined,
      undefined,
      undefined,
    ]);
    expect(lineOf(null, 'POL-1')).toBeUndefined();
  });

  it('has lines that are live until they are cancelled or rejected', () => {
    const lines = [{}, { acknowledgement: null }, { acknowledgement: 'rejected' as const }, { cancelled: true }];
    expect(lines.map((line) => isLive(orderLine(line)))).toEqual([true, true, false, false]);
  });
});
