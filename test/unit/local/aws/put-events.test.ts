import { describe, expect, it } from '@jest/globals';
import { compileEventPattern } from '../../../../local/aws/event-bridge/event-pattern.ts';
import { eventOf, readEntries } from '../../../../local/aws/event-bridge/put-events.ts';

describe('an entry of PutEvents', () => {
  /** The error code, or nothing when the entry becomes an event. */
  const rejection = (entry: object): unknown => {
    const [parsed] = readEntries({ Entries: [{ Source: 'hub', DetailType: 'Ordered', Detail: '{}', ...entry }] });
    try {
      if (parsed !== undefined) eventOf(parsed, 0, '000000000000', 'eu-west-1');
    } catch (error) {
      return error;
    }
    return undefined;
  };
  const malformed = expect.objectContaining({ code: 'MalformedDetail' });

  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
  it('has a DetailType of at most 128 characters', () => {
    expect(rejection({ DetailType: 'x'.repeat(128) })).toBeUndefined();
    expect(rejection({ DetailType: 'x'.repeat(129) })).toMatchObject({ code: 'InvalidArgument' });
  });

  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
  it.each([
    [1_000, undefined],
    [1_001, malformed],
    [100_000, malformed],
  ])('has a detail of at most 1,000 levels, so %i are answered with %s', (levels, expected) => {
    const Detail = `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;
    expect(rejection({ Detail })).toEqual(expected);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
  it.each([
    ['9223372036854775807', undefined],
    ['-9223372036854775808', undefined],
    ['1e300', undefined],
    ['9223372036854775808', malformed],
    ['-9223372036854775809', malformed],
    ['100000000000000000000', malformed],
  ])('has integers of at most 64 bits: %s', (number, expected) => {
    expect(rejection({ Detail: `{"list":[${number}]}` })).toEqual(expected);
  });
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
it('takes no event pattern of more than 2,048 characters', () => {
  const pattern = (length: number) => ({ source: ['x'.repeat(length - '{"source":[""]}'.length)] });
  expect(compileEventPattern(pattern(2_048), 'rule orders')({ source: 'x' })).toBe(false);
  expect(() => compileEventPattern(pattern(2_049), 'rule orders')).toThrow(/^rule orders: its event pattern has 2049/);
});
