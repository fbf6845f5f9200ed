import { describe, expect, it } from '@jest/globals';
import { responseOf, SUCCESS } from '../../../../../core/domain/spendint/outcome.ts';
import { toXml } from '../../../../../core/domain/spendint/xml.ts';
import { exampleOf, read } from './examples.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

describe('an answer in XML', () => {
  it('of success is one element', () => {
    expect(toXml(SUCCESS)).toBe(`${HEAD}<response><result><response>success</response></result></response>`);
  });

  it('of failures repeats the element of the list, and keeps the ends of messages', () => {
    const failed = read('orderack', { ...exampleOf('orderack'), customer_id: '', status_code: '' });
    expect(toXml(responseOf([failed, failed]))).toBe(
      `${HEAD}<response><result>${(
        '<response><customer_id></customer_id><supplier_id>SUP-123456</supplier_id>' +
          '<third_party_import_id>undefined</third_party_import_id><status_code>failure</status_code>' +
          '<error_response_body><sales_order_number>SO03323212</sales_order_number>' +
          '<sales_order_line_number>SOL5678909</sales_order_line_number><error_message>' +
          'Field Value empty/Formatting issue Customer ID\nField Value empty/Formatting issue Status code\n' +
          '</error_message></error_response_body></response>'
      ).repeat(2)}</result></response>`,
    );
  });

  it('of rows and errors has nothing for an empty list and an empty element for null', () => {
    expect(toXml({ result: [] })).toBe(`${HEAD}<response></response>`);
    expect(toXml({ error: { message: 'No', detail: null, more: undefined }, status: 'failure' })).toBe(
      `${HEAD}<response><error><message>No</message><detail></detail></error><status>failure</status></response>`,
    );
  });

  it('escapes what is markup, and replaces what XML has no character for', () => {
    const text = ['<a b="c">&amp;</a>', '\r\n\t', '😀', '\u{0}\u{B}\u{FFFE}', String.fromCharCode(0xd8_00)].join('|');
    expect(toXml({ text })).toBe(
      `${HEAD}<response><text>&#60;a b=&#34;c&#34;&#62;&#38;amp;&#60;/a&#62;|&#13;\n\t|😀|\u{FFFD}\u{FFFD}\u{FFFD}|\u{FFFD}</text></response>`,
    );
  });
});
