import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_LIMIT, readPage } from '../../../../../core/domain/spendint/table-page.ts';
import { type Columns, parseTableQuery } from '../../../../../core/domain/spendint/table-query.ts';
import { type Row, selectRows, textAt } from '../../../../../core/domain/spendint/table-rows.ts';

const STATUS: Columns = { sys_id: null, supplier_id: null, state: null };
const COLUMNS: Columns = { sys_id: null, sku: null, amount: null, sys_created_on: null, outbound_error: STATUS };

function row(sys_id: string, sku: string, amount: string, state: string | null): Row {
  const status = state === null ? null : { sys_id: `s${sys_id}`, supplier_id: `SUP-${sys_id}`, state };
  return { sys_id, sku, amount, outbound_error: { value: status ? `s${sys_id}` : '', row: status } };
}

const ROWS = [
  row('1', 'A-1', '9.50', '20'),
  row('2', 'A-2', '10', '30'),
  row('3', 'b-1', '', '20'),
  row('4', '', '100.00', null),
];

function refusalOf(text: string): string | undefined {
  const parsed = parseTableQuery(text, COLUMNS);
  return 'refusal' in parsed ? parsed.refusal : undefined;
}

function idsOf(text: string, rows: readonly Row[] = ROWS): string {
  const parsed = parseTableQuery(text, COLUMNS);
  if ('refusal' in parsed) throw new Error(parsed.refusal);
  return selectRows(rows, parsed.query)
    .map((found) => textAt(found, ['sys_id']))
    .join('');
}

describe('an encoded query', () => {
  it.each([
    ['', '1234'],
    ['sku=A-1', '1'],
    ['sku=', '4'],
    ['sku=a-1', ''],
    ['sku!=A-1', '234'],
    ['sku!=', '123'],
    ['skuLIKE-', '123'],
    ['skuLIKE', '1234'],
    ['skuSTARTSWITHA', '12'],
    ['skuENDSWITH-1', '13'],
    ['skuINA-1,b-1,', '134'],
    ['skuINA-1, b-1', '1'],
    ['amount>9.5', '24'],
    ['amount>=9.5', '124'],
    ['amount<100', '12'],
    ['sku<b', '12'],
    ['sku<=A-2', '12'],
    ['amount<=100', '124'],
    ['amount=10.00', ''],
    ['sku=x=y', ''],
    ['outbound_error.state=20', '13'],
    ['outbound_error.supplier_id=SUP-1^outbound_error.state=20', '1'],
    ['outbound_error.supplier_id=SUP-2^outbound_error.state=20', ''],
    ['outbound_error.state=', '4'],
    ['outbound_error=s2', '2'],
    ['outbound_error=', '4'],
  ])('of %j selects %j', (text, ids) => {
    expect(idsOf(text)).toBe(ids);
  });

  it.each([
    ['sys_id=1^ORsys_id=2', '12'],
    ['outbound_error.state=20^sys_id=1^ORsys_id=2', '1'],
    ['sys_id=1^ORsys_id=2^outbound_error.state=20', '1'],
    ['sys_id=1^ORsys_id=2^outbound_error.state=20^ORamount=10', '12'],
    ['sys_id=1^ORsys_id=2^ORsys_id=3^sku!=A-2', '13'],
    ['sys_id=1^ORDERBYsku^ORsys_id=2', '12'],
  ])('binds ^OR to the term before it: %s selects %s', (text, ids) => {
    expect(idsOf(text)).toBe(ids);
  });

  it.each([
    ['ORDERBYsku', '4123'],
    ['ORDERBYDESCsku', '3214'],
    ['ORDERBYamount', '1243'],
    ['ORDERBYDESCamount', '3421'],
    ['ORDERBYoutbound_error.state^ORDERBYDESCsys_id', '3124'],
    ['sku!=^ORDERBYDESCsku', '321'],
  ])('orders by %s: %s', (text, ids) => {
    expect(idsOf(text)).toBe(ids);
  });

  it('pages by key, also where keys are of digits alone', () => {
    const ids = ['12345678901234567890123456789012', '12345678901234567890123456789013', 'a', '9'.repeat(32)];
    const rows = ids.map((sys_id) => ({ sys_id }));
    expect(idsOf('ORDERBYsys_id', rows)).toBe([...ids].sort().join(''));
    expect(idsOf(`sys_id>${ids[0]}^ORDERBYsys_id`, rows)).toBe([...ids].sort().slice(1).join(''));
  });

  it.each([
    'state=20',
    'skuu=1',
    'sku.state=1',
    'outbound_error.sku=1',
    'outbound_error.outbound_error.state=1',
    'constructor=1',
    'outbound_error.to_string=1',
    'sku=A-1^ORnone=1',
    'ORDERBYnone',
    'ORDERBYDESCnone',
    'ORDERBY',
    'ORDERBY__proto__',
  ])('with an unknown field is refused by its name: %s', (text) => {
    const last = text.split('^').at(-1) ?? '';
    const name = /^(?:ORDERBYDESC|ORDERBY|OR)?([^=]*)/.exec(last)?.[1];
    expect(refusalOf(text)).toBe(`sysparm_query has an unknown field: ${name}`);
  });

  it.each([
    '^',
    'sku',
    'sku=1^',
    '=1',
    'skuIS1',
    'SKU=1',
    'skuNOT IN1',
    'skuISEMPTY',
    'sku =1',
    '__proto__=1',
    '^NQsku=1',
    'sku..x=1',
    '\ud800',
  ])('that cannot be read is refused: %j', (text) => {
    expect(refusalOf(text)).toMatch(/^sysparm_query has a term that can't be read: /);
  });

  it('does not begin with an alternative', () => {
    expect(refusalOf('ORsku=1')).toBe('sysparm_query must not begin with ORsku=1');
    expect(refusalOf('ORDERBYsku^ORsku=1')).toBe('sysparm_query must not begin with ORsku=1');
  });

  it('has at most 4,000 characters, 50 terms and 200 values', () => {
    const terms = (count: number) => Array(count).fill('sku=1').join('^');
    const values = (count: number) => `skuIN${Array(count).fill('1').join(',')}`;
    expect([refusalOf(`sku=${'x'.repeat(3996)}`), refusalOf(terms(50)), refusalOf(values(200))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([refusalOf(`sku=${'x'.repeat(3997)}`), refusalOf(terms(51)), refusalOf(values(201))]).toEqual([
      'sysparm_query must have at most 4000 characters',
      'sysparm_query must have at most 50 terms',
      'sku must be IN at most 200 values',
    ]);
  });

  it('is parsed or refused, whatever it is, and never selects what its terms do not', () => {
    const term = fc.tuple(
      fc.constantFrom('sku', 'amount', 'outbound_error.state', 'x'),
      fc.constantFrom('=', 'LIKE', '<', '^OR', ''),
      fc.string(),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(term).map((terms) => terms.map((parts) => parts.join('')).join('^')),
    );
    fc.assert(
      fc.property(text, (query) => {
        const parsed = parseTableQuery(query, COLUMNS);
        if ('refusal' in parsed) expect(parsed.refusal.isWellFormed()).toBe(true);
        else expect(selectRows(ROWS, parsed.query).length).toBeLessThanOrEqual(ROWS.length);
      }),
    );
  });
});

describe('a page', () => {
  const read = (parameters: Record<string, string>) => readPage(parameters, COLUMNS);

  it('has 10,000 rows from the first, with all columns, unless it says other', () => {
    const first = { limit: MAX_LIMIT, offset: 0, fields: undefined };
    expect([read({}), read({ sysparm_limit: '', sysparm_offset: '', sysparm_fields: ' , ' })]).toEqual([first, first]);
    expect(read({ sysparm_limit: '1', sysparm_offset: '1000000' })).toMatchObject({ limit: 1, offset: 1_000_000 });
  });

  it('is cut to 10,000 rows', () => {
    expect([read({ sysparm_limit: '10000' }), read({ sysparm_limit: '999999' })]).toMatchObject([
      { limit: 10_000 },
      { limit: 10_000 },
    ]);
  });

  it.each(['0', '-1', '1.5', '1e3', 'ten', ' 5 ', '٣', '0x10', '9'.repeat(16)])('has no limit of %j', (limit) => {
    expect(read({ sysparm_limit: limit })).toEqual({ refusal: 'sysparm_limit must be a whole number of at least 1' });
  });

  it.each(['-1', '1.5', '1e3', ' 5 ', '1000001', '-0', 'x'])('has no offset of %j', (offset) => {
    const refusal = 'sysparm_offset must be a whole number from 0 to 1000000';
    expect(read({ sysparm_offset: offset })).toEqual({ refusal });
  });

  it('has the columns that it names and that there are', () => {
    const sysparm_fields = 'sku, outbound_error.state,outbound_error,none,__proto__,outbound_error.none,sku.state';
    expect(read({ sysparm_fields })).toMatchObject({
      fields: [['sku'], ['outbound_error', 'state'], ['outbound_error']],
    });
    expect(read({ sysparm_fields: 'none' })).toMatchObject({ fields: [] });
  });
});
