import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, compareNumbers, subtract } from '../../../../../local/aws/dynamodb/numbers.ts';

/** Millionths, in the plain notation in which dynalite stores numbers. */
function plain(millionths: bigint): string {
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${millionths < 0n ? '-' : ''}${digits.slice(0, -6)}${fraction && `.${fraction}`}`;
}

it('adds, subtracts and compares as integers of millionths do', () => {
  const number = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(add(plain(a), plain(b))).toBe(plain(a + b));
      expect(subtract(plain(a), plain(b))).toBe(plain(a - b));
      expect(compareNumbers(plain(a), plain(b))).toBe(a < b ? -1 : Number(a > b));
    }),
  );
});
