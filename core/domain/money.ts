import * as currencies from 'dinero.js/currencies';

/**
 * Money is an integer count of minor units (cents) beside an ISO 4217 code, and decimal only at the edges.
 * The table of currencies is a library's; two entries there are non-decimal (base 5), which ISO 4217 lists with
 * two decimals, as every ERP books them.
 */
const EXPONENTS: ReadonlyMap<string, number> = new Map(
  Object.values(currencies).map(({ code, base, exponent }) => [code, base === 10 ? exponent : 2]),
);

/** The largest amount that SAP's and Oracle's 13-digit amount fields hold with two decimals. */
export const MAX_AMOUNT = 99_999_999_999.99;

/** Whether the code is an active ISO 4217 currency. */
export function isCurrency(code: string): boolean {
  return EXPONENTS.has(code);
}

/** How many decimals the currency has: 2 for USD, 0 for JPY, 3 for KWD. Throws RangeError for an unknown code. */
export function decimalsOf(currency: string): number {
  const decimals = EXPONENTS.get(currency);
  if (decimals === undefined) throw new RangeError(`Unknown currency ${currency}`);
  return decimals;
}

/** Whether a decimal amount has no more decimals than its currency. */
export function fitsCurrency(amount: number, currency: string): boolean {
  return Number(amount.toFixed(decimalsOf(currency))) === amount;
}

/** Decimal to minor units: 1429.99 USD is 142999. The amount must fit its currency. */
export function toMinor(amount: number, currency: string): number {
  return Math.round(amount * 10 ** decimalsOf(currency));
}

/** Minor units to the decimal that stands in JSON: 142999 USD is 1429.99. */
export function toDecimal(minor: number, currency: string): number {
  return Number((minor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency)));
}
