import { describe, expect, it } from '@jest/globals';
import { KINDS, type Reading, withFindings } from '../../../../../core/domain/spendint/document.ts';
import { errorRowsOf, outcomeOf, responseOf, SUCCESS } from '../../../../../core/domain/spendint/outcome.ts';
import { documentedFailure, exampleOf, read } from './examples.ts';

const SENDER = { customer_id: 'C', supplier_id: 'S', third_party_import_id: '' };

function reading(messages: string[], ...entries: string[][]): Reading<object, object> {
  return {
    kind: 'catalog',
    sender: SENDER,
    keys: { sku: '', mpn: '' },
    head: messages.length > 0 ? null : {},
    messages,
    entries: entries.map((found, n) => ({
      keys: { sku: `${n}`, mpn: '' },
      value: found.length > 0 ? null : {},
      messages: found,
    })),
  };
}

function failures(...rows: [sku: string, error_message: string][]) {
  return rows.map(([sku, error_message]) => ({ keys: { sku, mpn: '' }, error_message }));
}

describe('an outcome', () => {
  it('has no failures when all was taken', () => {
    expect(outcomeOf(reading([], [], [])).failures).toEqual([]);
  });

  it('puts what is wrong with the document into the row of its first entry, before that entry’s own', () => {
    expect(outcomeOf(reading(['a', 'b'], ['c'], [], ['d'])).failures).toEqual(
      failures(['0', 'a\nb\nc\n'], ['2', 'd\n']),
    );
    expect(outcomeOf(reading(['a'], [], [])).failures).toEqual(failures(['0', 'a\n']));
  });

  it('has a row of the document’s keys when there are no entries', () => {
    expect(outcomeOf(reading(['a'])).failures).toEqual(failures(['', 'a\n']));
    expect(outcomeOf(reading([])).failures).toEqual([]);
  });

  it('names what a rule found before what was wrong with fields', () => {
    const found = withFindings(reading(['b'], ['d'], []), { document: ['a'], entries: [['c'], ['e']] });
    expect(outcomeOf(found).failures).toEqual(failures(['0', 'a\nb\nc\nd\n'], ['1', 'e\n']));
    expect(found.entries).toMatchObject([{ value: null }, { value: null }]);
  });

  it('is a refusal of the document for what a rule found of it', () => {
    expect(withFindings(reading([], []), { document: ['a'], entries: [] })).toMatchObject({
      head: null,
      messages: ['a'],
    });
    expect(withFindings(reading([], []), { document: [], entries: [['a']] })).toMatchObject({ head: {}, messages: [] });
  });
});

describe('a response', () => {
  it('of success is the documented one', () => {
    expect(JSON.stringify(SUCCESS)).toBe('{"result":{"response":"success"}}');
    expect(responseOf([])).toEqual(SUCCESS);
  });

  it.each(KINDS)('to a failed %s has the documented keys, in their order', (kind) => {
    const [documented] = documentedFailure(kind).result.response;
    const [failed] = responseOf([read(kind, { ...exampleOf(kind), supplier_id: ['x'] })]).result.response as object[];
    const keysOf = (value: object) => JSON.stringify(value, (_key, inner) => (typeof inner === 'string' ? '' : inner));
    expect(keysOf(failed ?? {})).toBe(keysOf(documented));
  });

  it('names the documents that failed, each with its rows', () => {
    const [bad, good, worse] = [reading(['a'], []), reading([], []), reading([], ['b'], ['c'])].map(outcomeOf);
    if (!bad || !good || !worse) throw new Error('three outcomes');
    const document = { ...SENDER, status_code: 'failure' };
    expect(responseOf([bad, good, worse]).result.response).toEqual([
      { ...document, error_response_body: [{ sku: '0', mpn: '', error_message: 'a\n' }] },
      {
        ...document,
        error_response_body: [
          { sku: '0', mpn: '', error_message: 'b\n' },
          { sku: '1', mpn: '', error_message: 'c\n' },
        ],
      },
    ]);
    expect([bad, good, worse].flatMap(errorRowsOf).map(({ fields }) => fields.error_message)).toEqual([
      'a\n',
      'b\n',
      'c\n',
    ]);
  });
});
