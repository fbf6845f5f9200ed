import { decimalsOf, isCurrency, MAX_AMOUNT } from '../money.ts';

/** How the text of a field becomes its value: trimmed text in, the normalized value or undefined out (spendint 6–9). */
export interface Format<Value> {
  readonly parse: (text: string) => Value | undefined;
  /** Holds the place of a required value that is wrong; what has a wrong value is refused. */
  readonly blank: Value;
}

const CONTROL = /\p{Cc}/u;
/** Descriptions have several lines. */
const CONTROL_IN_LINES = /[^\P{Cc}\t\r\n]/u;

/** Text of at most `max` UTF-16 units, as databases and the seed count them. */
export function text(max: number): Format<string> {
  return textWithout(CONTROL, max);
}

export function textOfLines(max: number): Format<string> {
  return textWithout(CONTROL_IN_LINES, max);
}

function textWithout(control: RegExp, max: number): Format<string> {
  return {
    blank: '',
    parse: (value) => (value.length <= max && value.isWellFormed() && !control.test(value) ? value : undefined),
  };
}

/** The longest number, date and code (spendint 8). */
export const NUMBER_LENGTH = 40;
const WHOLE = /^(\d+)(?:\.0+)?$/;
/** The hub's own limit of quantities (procurement-api 49). */
const MAX_QUANTITY = 999_999;

/** A whole number from `min` to `max`, also written as 4.00. */
export function wholeNumber(min = 0, max = MAX_QUANTITY): Format<number> {
  return {
    blank: 0,
    parse: (value) => {
      const digits = value.length <= NUMBER_LENGTH ? WHOLE.exec(value)?.[1] : undefined;
      if (digits === undefined) return undefined;
      const number = Number(digits);
      return number >= min && number <= max ? number : undefined;
    },
  };
}

const DECIMAL = /^(\d+)(?:\.(?=\d)(\d*?)0*)?$/;
/** What an amount may have whose currency is wrong: ISO 4217 has none with more. */
const MOST_DECIMALS = 4;

/** A non-negative decimal that fits its currency, in minor units. Text becomes minor units without a binary fraction. */
export function amount(currency: string, length = NUMBER_LENGTH): Format<number> {
  const decimals = isCurrency(currency) ? decimalsOf(currency) : MOST_DECIMALS;
  return {
    blank: 0,
    parse: (value) => {
      const match = value.length <= length ? DECIMAL.exec(value) : null;
      const [, whole, fraction = ''] = match ?? [];
      if (whole === undefined || fraction.length > decimals || Number(value) > MAX_AMOUNT) return undefined;
      return Number(whole + fraction.padEnd(decimals, '0'));
    },
  };
}

const DATE_SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar, YYYY-MM-DD: 2026-02-31 is none. */
export const DATE: Format<string> = {
  blank: '',
  parse: (value) => {
    const midnight = DATE_SHAPE.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
    if (!midnight || Number.isNaN(midnight.getTime())) return undefined;
    return midnight.toISOString().startsWith(value) ? value : undefined;
  },
};

export const CURRENCY: Format<string> = {
  blank: '',
  parse: (value) => (isCurrency(value.toUpperCase()) ? value.toUpperCase() : undefined),
};

/** ISO 3166-1 alpha-2, by its form. */
export const COUNTRY: Format<string> = {
  blank: '',
  parse: (value) => (/^[A-Za-z]{2}$/.test(value) ? value.toUpperCase() : undefined),
};

/** An absolute http or https address. */
export function httpUrl(max: number): Format<string> {
  return {
    blank: '',
    parse: (value) => {
      const plain = text(max).parse(value);
      return plain !== undefined && /^https?:\/\/\S+$/i.test(plain) && URL.canParse(plain) ? plain : undefined;
    },
  };
}

/** One of some lower-case words, written in any case. */
export function oneOf<Word extends string>(first: Word, ...others: readonly Word[]): Format<Word> {
  return { blank: first, parse: (value) => [first, ...others].find((word) => word === value.toLowerCase()) };
}
