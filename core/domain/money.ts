import { CURRENCIES } from './currencies.ts';

/** Decimals by ISO 4217 code. */
const EXPONENTS: ReadonlyMap<string, number> = new Map(
  Object.entries(CURRENCIES).flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, Number(decimals)])),
);

/** The hub's own limit (procurement-api 49). SAP's unit prices have 11 digits (sap 23): it rejects larger ones. */
export const MAX_AMOUNT = 99_999_999_999.99;

/** No sum of an organization's amounts comes near it, in minor units, and sums below it stay exact. */
const MAX_MINOR = 1e15;

/** Whether minor units are an amount, and not what a partner's defect has made of one. */
export function isAmount(minor: number): boolean {
  return Math.abs(minor) <= MAX_MINOR;
}

export function isCurrency(code: string): boolean {
  return EXPONENTS.has(code);
}

/** The currency's number of decimals: 2 for USD, 0 for JPY, 3 for KWD. Throws RangeError for an unknown code. */
export function decimalsOf(currency: string): number {
  const decimals = EXPONENTS.get(currency);
  if (decimals === undefined) throw new RangeError(`Unknown currency ${currency}`);
  return decimals;
}

export function fitsCurrency(amount: number, currency: string): boolean {
  return Number(amount.toFixed(decimalsOf(currency))) === amount;
}

/** What is wrong with an amount that its currency doesn't have; undefined for one that it has. */
export function decimalsFault(amount: number, currency: string): string | undefined {
  if (fitsCurrency(amount, currency)) return undefined;
  return `must have at most ${decimalsOf(currency)} decimals in ${currency}`;
}

/** Decimal to minor units: 1429.99 USD is 142999. The amount must fit its currency. */
export function toMinor(amount: number, currency: string): number {
  return Math.round(amount * 10 ** decimalsOf(currency));
}

export function toDecimal(minor: number, currency: string): number {
  return Number((minor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency)));
}
