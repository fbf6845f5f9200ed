import { describe, expect, it } from '@jest/globals';
import { parseDialectJson } from '../../../../../core/domain/spendint/dialect-json.ts';
import { withFindings } from '../../../../../core/domain/spendint/document.ts';
import { errorRowsOf, outcomeOf, responseOf, SUCCESS } from '../../../../../core/domain/spendint/outcome.ts';
import { readPrice } from '../../../../../core/domain/spendint/price.ts';
import { existenceFindings, supplierFindings } from '../../../../../core/domain/spendint/product-findings.ts';
import { readMode, readRoot } from '../../../../../core/domain/spendint/root.ts';
import { exampleOf, plainExampleOf, read } from './examples.ts';

function nested(levels: number): unknown {
  return levels === 0 ? 1 : { inner: nested(levels - 1) };
}

describe('a call', () => {
  it.each([
    [undefined, 'The body must be a JSON object with the list root'],
    [[], 'The body must be a JSON object with the list root'],
    [{}, 'root is missing'],
    [JSON.parse('{"__proto__": {"root": [{}]}}'), 'root is missing'],
    [{ root: null }, 'root must be a list of documents'],
    [{ root: {} }, 'root must be a list of documents'],
    [{ root: [] }, 'root must have at least one document'],
    [{ root: Array(101).fill({}) }, 'root must have at most 100 documents'],
    [{ root: [nested(15)] }, 'The body must have at most 16 levels'],
    [
      { root: [{ products: Array(1001).fill({}) }] },
      'Each transaction has a limit of 1000 products; this one has 1001',
    ],
    [
      { root: [{ 'products ': Array(1000).fill({}) }, { 'products ': [{}] }] },
      'Each transaction has a limit of 1000 products; this one has 1001',
    ],
    [
      { root: [{ products: Array(600).fill({}) }, { products: Array(401).fill({}) }] },
      'Each transaction has a limit of 1000 products; this one has 1001',
    ],
  ])('is refused with a sentence: %#', (body, refusal) => {
    expect(readRoot('catalog', body)).toEqual({ refusal });
  });

  it('brings up to 100 documents, 1,000 products and 16 levels', () => {
    const root = [{ products: Array(1000).fill({}) }, nested(14), ...Array(98).fill(null)];
    expect(readRoot('price', { root })).toEqual({ documents: root });
    const lines = { shipment_lines: Array(1001).fill({}) };
    expect(readRoot('price', { root: [lines] })).toEqual({ documents: [lines] });
    expect(readRoot('shipment', { root: [lines] })).toHaveProperty('refusal');
  });

  it('is asynchronous unless it asks for the other', () => {
    expect([undefined, '', 'async', 'sync', 'SYNC'].map(readMode)).toEqual(['async', 'async', 'async', 'sync', 'sync']);
    expect(['synchronous', 'sync,async', '1'].map(readMode)).toEqual([undefined, undefined, undefined]);
  });

  it('is answered with the documents that failed, and has their failures in the error tables', () => {
    const failing = { ...exampleOf('orderack'), status_code: '' };
    const outcomes = [read('orderack', exampleOf('orderack')), read('orderack', failing)];
    const keys = { sales_order_number: 'SO03323212', sales_order_line_number: 'SOL5678909' };
    const error_message = 'Field Value empty/Formatting issue Status code\n';
    const sender = { customer_id: 'ACME CORP', supplier_id: 'SUP-123456', third_party_import_id: 'undefined' };
    expect(responseOf(outcomes)).toEqual({
      result: {
        response: [{ ...sender, status_code: 'failure', error_response_body: [{ ...keys, error_message }] }],
      },
    });
    expect(outcomes.flatMap(errorRowsOf)).toEqual([
      {
        kind: 'orderack',
        fields: { ...keys, error_message },
        outbound_error: { ...sender, error_type: 'orderack', state: '20' },
      },
    ]);
    expect(responseOf([])).toBe(SUCCESS);
  });

  it('of another supplier is refused', () => {
    const reading = readPrice(plainExampleOf('price'));
    const foreign = outcomeOf(withFindings(reading, supplierFindings(reading.sender, 'SUP-2')));
    expect(foreign.failures).toEqual([
      { keys: { sku: '5578874' }, error_message: 'The supplier of this document is not the supplier of this user\n' },
    ]);
    expect(supplierFindings(reading.sender, 'SUP-123456').document).toEqual([]);
    expect(supplierFindings({ ...reading.sender, supplier_id: '' }, 'SUP-2').document).toEqual([]);
  });
});

describe('a product whose SKU cannot be read', () => {
  it('is not said to be missing', () => {
    const document = plainExampleOf('price');
    document.products = [{ ...document.products[0], sku: {} }, document.products[0]];
    expect(existenceFindings('price', readPrice(document), new Set()).entries).toEqual([
      [],
      ['The product for which you are trying to update pricing does not exist'],
    ]);
  });
});

describe('the JSON of suppliers', () => {
  it.each([
    ['{"a": [1, 2,], }', { a: [1, 2] }],
    ['{“a”: “b", "c”: 1}', undefined],
    ['{“a”: “b”, “c”: “d",}', { a: 'b', c: 'd' }],
    ['{"a": "it says “b,}”",}', { a: 'it says “b,}”' }],
    [String.raw`{"a": "\",]",}`, { a: '",]' }],
    ['null', null],
    ['', undefined],
    ['{', undefined],
    ['{"a": "b', undefined],
    ['{"a": “b', undefined],
    ['“', undefined],
    ['{“a”: "x", “__proto__”: {“b”: 1,}}', JSON.parse('{"a": "x", "__proto__": {"b": 1}}')],
    ['{,}', {}],
    ['[,]', []],
    ['{"a": 1,,}', undefined],
  ])('may have the defects of the examples: %s', (text, value) => {
    expect(parseDialectJson(text)).toEqual(value);
  });

  it.each([
    `{"a": "${String.raw`\"`.repeat(499_990)}`,
    '“'.repeat(1_000_000),
    '"\\'.repeat(500_000),
    ', '.repeat(500_000),
  ])('is told to be none in time that grows with its length: %#', (text) => {
    const start = performance.now();
    expect(parseDialectJson(text)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
