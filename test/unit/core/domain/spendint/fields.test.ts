import { describe, expect, it } from '@jest/globals';
import { type Json, messagesOf, plainExampleOf } from './examples.ts';
import { FIELDS, type FieldRow, type Sort } from './field-table.ts';

const NUL = String.fromCharCode(0);
const LONE_SURROGATE = String.fromCharCode(0xd8_00);

/** Of each sort of field: values that are right, and values whose format is wrong. */
const VALUES: Readonly<Record<Sort, { readonly right: readonly unknown[]; readonly wrong: readonly unknown[] }>> = {
  text: { right: [' A-1 ', 'Ünïcode 中 😀', 12, 0, 1.5], wrong: [`a${NUL}b`, 'a\nb', LONE_SURROGATE, 2 ** 60, 1e300] },
  lines: { right: ['one\r\n\ttwo', 'one'], wrong: [`a${NUL}b`, LONE_SURROGATE] },
  amount: {
    right: ['0', '0.1', '456.00', '456.7800', 456.78, '99999999999.99', ' 7 '],
    wrong: [
      '-1',
      -1,
      '+1',
      '1e3',
      '1,5',
      '1.',
      '.5',
      '0.001',
      '0x1',
      'NaN',
      'Infinity',
      '١',
      '100000000000',
      '1 000',
      '-0',
      1e308,
      '1E3',
      '٣.5',
    ],
  },
  units: {
    right: ['0', '4', '4.0', 4, '999999', '007', ' 5 ', -0],
    wrong: ['-1', '1.5', '4.01', 'four', '1000000', '1e3', '0x4', '-0', '٣', '5 5', 1e308, 0.5],
  },
  quantity: { right: ['1', 4, '999999'], wrong: ['0', '-1', '0.5', 'four', '1000000', '0.0', '1e3', '٣', 0, -0] },
  days: { right: ['0', '14', 9999], wrong: ['-1', '2.5', 'soon', '10000', '2 weeks'] },
  date: {
    right: ['2027-06-30', ' 2027-06-30 '],
    wrong: [
      '2027-02-29',
      '2027-02-31',
      '2027-13-01',
      '2027-00-10',
      '2027-1-1',
      '01-06-2027',
      '20270601',
      'YYYY-MM-DD',
    ].concat('2027-06-01T00:00:00Z', '+002027-06-01', '2027-06-30x'),
  },
  currency: { right: ['USD', 'usd', 'EUR'], wrong: ['XXZ', 'US', 'DOLLAR', '$', 840] },
  status: { right: ['confirmed', 'Rejected', ' CONFIRMED '], wrong: ['placed', 'confirm', 'backordered', 1] },
};

const WRONG_TYPES = [true, false, {}, ['x'], [], { value: '4' }];

/** The longest value of a field: text that is as long as it may be, or a number with zeros before it. */
function ofLength(sort: Sort, length: number): string | undefined {
  if (sort === 'text' || sort === 'lines') return 'x'.repeat(length);
  return sort === 'amount' || sort === 'units' || sort === 'quantity' ? `${'0'.repeat(length - 1)}1` : undefined;
}

function withValue({ kind, path }: FieldRow, value: unknown): Json {
  const document = plainExampleOf(kind);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((object, key) => object[key], document);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

function failure({ kind, path, label }: FieldRow, value: unknown): string {
  const missing = value === undefined || value === null || String(value).trim() === '';
  const hasOwnMessage = kind === 'invoice' && /(^|\.)(order|line)_number$/.test(path);
  if (hasOwnMessage && missing) return `The provided invoices does not have a ${label.toLowerCase()}\n`;
  return `Field Value empty/Formatting issue ${label}\n`;
}

describe.each(FIELDS.map((row) => [`${row.kind} ${row.path}`, row] as const))('%s', (_name, row) => {
  /** The values with their messages: a test that fails shows which value it is. */
  function answers(values: readonly unknown[]): unknown[] {
    return values.map((value) => [value, messagesOf(row.kind, withValue(row, value))]);
  }

  it(`is ${row.required ? 'required' : 'optional'}`, () => {
    const missing = [undefined, null, '', '  \t'];
    expect(answers(missing)).toEqual(missing.map((value) => [value, row.required ? [failure(row, value)] : []]));
  });

  it('is taken up to its longest value, and refused beyond', () => {
    const [longest, longer] = [ofLength(row.sort, row.max), ofLength(row.sort, row.max + 1)];
    if (longest === undefined) return;
    expect(answers([longest, longer])).toEqual([
      [longest, []],
      [longer, [failure(row, longer)]],
    ]);
  });

  it('is refused when its type or its format is wrong', () => {
    const wrong = [...WRONG_TYPES, ...VALUES[row.sort].wrong];
    expect(answers(wrong)).toEqual(wrong.map((value) => [value, [failure(row, 'x')]]));
  });

  it('is taken when it has the documented format', () => {
    const { right } = VALUES[row.sort];
    expect(answers(right)).toEqual(right.map((value) => [value, []]));
  });
});
