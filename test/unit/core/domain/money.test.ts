import { describe, expect, it } from '@jest/globals';
import * as currencies from 'dinero.js/currencies';
import fc from 'fast-check';
import { CURRENCIES } from '../../../../core/domain/currencies.ts';
import { decimalsOf, fitsCurrency, isCurrency, MAX_AMOUNT, toDecimal, toMinor } from '../../../../core/domain/money.ts';

describe('money', () => {
  it.each([
    [1429.0, 'USD', 142_900],
    [0.07, 'EUR', 7],
    [1.005, 'KWD', 1005],
    [1500, 'JPY', 1500],
    [19.99, 'MGA', 1999],
    [MAX_AMOUNT, 'USD', 9_999_999_999_999],
  ])('converts %d %s to %d minor units and back', (amount, currency, minor) => {
    expect(toMinor(amount, currency)).toBe(minor);
    expect(toDecimal(minor, currency)).toBe(amount);
  });

  it.each([
    [1.005, 'USD'],
    [0.1, 'JPY'],
    [1.0001, 'KWD'],
  ])('rejects %d as an amount of %s, which has fewer decimals', (amount, currency) => {
    expect(fitsCurrency(amount, currency)).toBe(false);
  });

  it('knows the currencies of dinero.js, and no others', () => {
    // It gives two currencies a base of 5; ISO 4217 gives them two decimals.
    const expected = Object.values(currencies).map(({ code, base, exponent }) => [code, base === 10 ? exponent : 2]);
    expect(expected.map(([code]) => [code, decimalsOf(String(code))])).toEqual(expected);
    const known = Object.values(CURRENCIES).flatMap((codes) => codes.split(' '));
    expect(known).toHaveLength(expected.length);
  });

  it('accepts ISO 4217 codes and nothing else', () => {
    expect(['USD', 'EUR', 'GBP', 'JPY', 'KWD', 'CHF'].every(isCurrency)).toBe(true);
    expect(['usd', 'XXZ', '', 'US', 'DOLLAR'].some(isCurrency)).toBe(false);
    expect(() => decimalsOf('XXZ')).toThrow(RangeError);
  });

  it('keeps every cent between minor units and decimals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999_999_999 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (minor, currency) => {
          const decimal = toDecimal(minor, currency);
          expect(fitsCurrency(decimal, currency)).toBe(true);
          expect(toMinor(decimal, currency)).toBe(minor);
        },
      ),
    );
  });
});
