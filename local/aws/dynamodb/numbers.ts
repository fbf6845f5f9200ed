import { validationException } from './errors.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_DIGITS = 38;
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;

/** The sum of two numbers in plain notation, exact. Refused when DynamoDB could not store it. */
export function add(a: string, b: string): string {
  const [left, right, exponent] = aligned(a, b);
  return format(left + right, exponent);
}

export function subtract(a: string, b: string): string {
  return add(a, b.startsWith('-') ? b.slice(1) : `-${b}`);
}

/** Negative, 0 or positive. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : Number(left > right);
}

/** Both numbers as multiples of ten to the power of one exponent. */
function aligned(a: string, b: string): readonly [bigint, bigint, exponent: number] {
  const [left, right] = [parse(a), parse(b)];
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return [scaled(left), scaled(right), exponent];
}

/** `digits` times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function parse(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  return { digits: BigInt(whole + fraction), exponent: -fraction.length };
}

function format(value: bigint, exponent: number): string {
  if (value === 0n) return '0';
  const all = String(value < 0n ? -value : value);
  const significant = all.replace(/0+$/, '');
  checkRange(significant.length, all.length - 1 + exponent);
  const sign = value < 0n ? '-' : '';
  if (exponent >= 0) return sign + all + '0'.repeat(exponent);
  const padded = all.padStart(1 - exponent, '0');
  const fraction = padded.slice(exponent).replace(/0+$/, '');
  return sign + padded.slice(0, exponent) + (fraction && `.${fraction}`);
}

function checkRange(digits: number, exponent: number): void {
  const storing = 'Attempting to store';
  if (exponent > MAX_EXPONENT) {
    throw validationException(`Number overflow. ${storing} a number with magnitude larger than supported range`);
  }
  if (exponent < MIN_EXPONENT) {
    throw validationException(`Number underflow. ${storing} a number with magnitude smaller than supported range`);
  }
  if (digits > MAX_DIGITS) {
    throw validationException(`${storing} more than ${MAX_DIGITS} significant digits in a Number`);
  }
}
