import { describe, expect, it } from '@jest/globals';
import { checkAttributes, type MessageAttributes } from '../../../../local/aws/sqs/message-attributes.ts';

const text = { DataType: 'String', StringValue: 'x' };
/** With a label that fits into a test's name. */
const labelled = (...values: string[]) => values.map((value) => [value.slice(0, 20), value] as const);
const number = (StringValue: string) => ({ n: { DataType: 'Number', StringValue } });

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
describe('the message attributes of SQS', () => {
  const check = (attributes: MessageAttributes) => () => checkAttributes(attributes);
  const rejection = expect.objectContaining({ code: 'InvalidParameterValue' });

  it.each(labelled('a', 'trace-id', 'Order_1', 'a.b.c', 'AWSome', 'x'.repeat(256)))(
    'may have the name %s',
    (_, name) => {
      expect(check({ [name]: text })).not.toThrow();
    },
  );

  it.each(
    labelled('', 'ä', 'a b', 'a/b', '.a', 'a.', 'a..b', 'AWS.x', 'aws.x', 'Amazon.x', 'aMaZoN.x', 'x'.repeat(257)),
  )('can’t have the name %s', (_, name) => {
    expect(check({ [name]: text })).toThrow(rejection);
  });

  it.each<[string, MessageAttributes[string]]>([
    ['a string', text],
    ['a string with a label', { DataType: 'String.uuid', StringValue: 'x' }],
    ['a number with a label', { DataType: 'Number.int', StringValue: '7' }],
    ['bytes', { DataType: 'Binary', BinaryValue: 'AQ==' }],
    ['bytes with a label', { DataType: 'Binary.gif', BinaryValue: 'AQ==' }],
  ])('may be %s', (_, attribute) => {
    expect(check({ a: attribute })).not.toThrow();
  });

  it.each<[string, MessageAttributes[string]]>([
    ['of an unknown type', { DataType: 'string', StringValue: 'x' }],
    ['of a type that only starts as one', { DataType: 'Stringy', StringValue: 'x' }],
    ['of an empty label', { DataType: 'String.', StringValue: 'x' }],
    ['of a type of 257 characters', { DataType: `String.${'x'.repeat(250)}`, StringValue: 'x' }],
    ['without a value', { DataType: 'String' }],
    ['with an empty value', { DataType: 'String', StringValue: '' }],
    ['a string with bytes', { DataType: 'String', BinaryValue: 'AQ==' }],
    ['bytes with a string', { DataType: 'Binary', StringValue: 'x' }],
    ['both', { DataType: 'String', StringValue: 'x', BinaryValue: 'AQ==' }],
    ['a string with a control character', { DataType: 'String', StringValue: 'a\u0000' }],
  ])('can’t be %s', (_, attribute) => {
    expect(check({ a: attribute })).toThrow(rejection);
  });

  it.each(
    labelled('0', '-1', '+1.50', '.5', '5.', '1e126', '1E-128', '0'.repeat(50), '9'.repeat(38), `1${'0'.repeat(100)}`),
  )('may be the number %s', (_, value) => {
    expect(check(number(value))).not.toThrow();
  });

  it.each(
    labelled('abc', '1,5', '0x10', '', '.', 'e5', '1e', '1e127', '1e-129', '9'.repeat(39), 'NaN', 'Infinity', ' 1'),
  )('can’t be the number %s', (_, value) => {
    expect(check(number(value))).toThrow(rejection);
  });

  it('are at most ten', () => {
    const attributes = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, text]));
    expect(check(attributes(10))).not.toThrow();
    expect(check(attributes(11))).toThrow(rejection);
  });
});
