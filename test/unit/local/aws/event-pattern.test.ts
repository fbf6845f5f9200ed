import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compilePattern } from '../../../../local/aws/event-pattern/index.ts';

/** [what, condition list on `f`, values that match, values that don't] */
const CONDITIONS: [string, unknown[], unknown[], unknown[]][] = [
  ['a string', ['a'], ['a', ['x', 'a']], ['A', 'ab', 1, null, {}, []]],
  ['a number', [300], [300, 3e2, 300.0], ['300', 301]],
  ['null', [null], [null], ['', 0, 'null']],
  ['a boolean', [true], [true], ['true', 1, false]],
  ['any of several', ['a', 2, null], ['a', 2, null], ['b']],
  ['prefix', [{ prefix: 'ab' }], ['ab', 'abc'], ['Ab', 'cab', 5]],
  ['prefix without case', [{ prefix: { 'equals-ignore-case': 'ab' } }], ['ABc'], ['cab']],
  ['suffix', [{ suffix: '.png' }], ['a.png', '.png'], ['a.PNG', 'png']],
  ['suffix without case', [{ suffix: { 'equals-ignore-case': '.png' } }], ['a.PNG'], ['a.pn']],
  ['equality without case', [{ 'equals-ignore-case': 'Alice' }], ['alice', 'ALICE'], ['alic', 1]],
  ['wildcard', [{ wildcard: 'a*b*c' }], ['abc', 'axxbyyc', 'abbc'], ['ab', 'abcd', 'acb']],
  ['wildcard, escaped', [{ wildcard: 'a\\*\\\\*' }], ['a*\\', 'a*\\x'], ['ax\\']],
  ['wildcard, overlapping ends', [{ wildcard: 'ab*ba' }], ['abba', 'abxba'], ['aba']],
  ['anything but a string', [{ 'anything-but': 'a' }], ['b', 1, null, ['a', 'b']], ['a', ['a'], []]],
  ['anything but strings', [{ 'anything-but': ['a', 'b'] }], ['c'], ['a', 'b']],
  ['anything but numbers', [{ 'anything-but': [1, 2] }], [3, '1'], [1, 2]],
  ['anything but a prefix', [{ 'anything-but': { prefix: 'a' } }], ['b', 1], ['ab']],
  ['anything but prefixes', [{ 'anything-but': { prefix: ['a', 'b'] } }], ['c'], ['ax', 'bx']],
  ['anything but a suffix', [{ 'anything-but': { suffix: ['x', 'y'] } }], ['z'], ['ax']],
  ['anything but, without case', [{ 'anything-but': { 'equals-ignore-case': ['A', 'b'] } }], ['c'], ['a', 'B']],
  ['anything but a wildcard', [{ 'anything-but': { wildcard: '*/lib/*' } }], ['/bin/'], ['/usr/lib/x']],
  [
    'anything but a prefix without case',
    [{ 'anything-but': { prefix: { 'equals-ignore-case': 'a' } } }],
    ['b'],
    ['Ab'],
  ],
  ['numeric equality', [{ numeric: ['=', 3.5] }], [3.5], [3, '3.5']],
  ['a numeric range', [{ numeric: ['>', 0, '<=', 5] }], [0.1, 5], [0, 5.1, '3']],
  ['presence', [{ exists: true }], ['', null, [1]], [{}, [], { a: 1 }]],
  ['an IPv4 network', [{ cidr: '10.0.0.0/24' }], ['10.0.0.255'], ['10.0.1.0', 'x', '::1', 5]],
  ['an IPv6 network', [{ cidr: '2001:db8::/32' }], ['2001:db8:1::1'], ['2001:db9::1', '10.0.0.1']],
  ['absence or a value', [{ exists: false }, 'a'], ['a', [], {}], ['b']],
];

describe('an event pattern', () => {
  it.each(CONDITIONS)('matches %s', (_, conditions, matching, others) => {
    const matches = compilePattern({ detail: { f: conditions } });
    expect(matching.filter((f) => !matches({ detail: { f } }))).toEqual([]);
    expect(others.filter((f) => matches({ detail: { f } }))).toEqual([]);
  });

  it('treats an absent field as no match, but for exists: false', () => {
    expect(compilePattern({ a: { b: [{ 'anything-but': 'x' }] } })({})).toBe(false);
    expect(compilePattern({ a: { b: [{ exists: true }] } })({ a: {} })).toBe(false);
    expect(compilePattern({ a: { b: [{ exists: false }] } })({})).toBe(true);
    expect(compilePattern({ a: { b: [{ exists: false }] } })({ a: [{ c: 1 }, { b: 1 }] })).toBe(false);
  });

  it('wants all fields, of the same element of an array', () => {
    const matches = compilePattern({ detail: { lines: { sku: ['A'], status: ['late'] } } });
    const event = (...lines: unknown[]) => ({ detail: { lines } });
    expect(matches(event({ sku: 'A', status: 'ok' }, { sku: 'A', status: 'late' }))).toBe(true);
    expect(matches(event({ sku: 'A', status: 'ok' }, { sku: 'B', status: 'late' }))).toBe(false);
  });

  it('takes one of the alternatives of $or beside the other fields', () => {
    const matches = compilePattern({
      source: ['hub'],
      $or: [{ detail: { n: [{ numeric: ['>', 5] }] } }, { detail: { s: ['x'] } }],
    });
    expect(matches({ source: 'hub', detail: { n: 6 } })).toBe(true);
    expect(matches({ source: 'hub', detail: { s: 'x' } })).toBe(true);
    expect(matches({ source: 'hub', detail: { n: 5 } })).toBe(false);
    expect(matches({ source: 'other', detail: { s: 'x' } })).toBe(false);
  });

  it.each([
    [{}],
    [{ a: {} }],
    [{ a: [] }],
    [{ a: 'x' }],
    [{ a: [['x']] }],
    [{ a: [{ prefix: 1 }] }],
    [{ a: [{ prefix: 'a', suffix: 'b' }] }],
    [{ a: [{ wildcard: 'a**b' }] }],
    [{ a: [{ wildcard: 'a\\b' }] }],
    [{ a: [{ 'anything-but': [] }] }],
    [{ a: [{ 'anything-but': ['a', 1] }] }],
    [{ a: [{ 'anything-but': null }] }],
    [{ a: [{ 'anything-but': { numeric: ['=', 1] } }] }],
    [{ a: [{ numeric: ['>', 5, '<', 1] }] }],
    [{ a: [{ numeric: ['<', '5'] }] }],
    [{ a: [{ numeric: ['constructor', 5] }] }],
    [{ a: [{ exists: 'yes' }] }],
    [{ a: [{ cidr: '10.0.0.0/33' }] }],
    [{ a: [{ contains: 'x' }] }],
    [{ $or: [{ a: ['x'] }] }],
    ['source'],
  ])('is refused: %j', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(/Event pattern is not valid/);
  });

  it('has wildcards that agree with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (pattern, value) => {
        const wildcard = pattern.replace(/\*+/g, '*');
        const expected = new RegExp(`^${wildcard.replaceAll('*', '.*')}$`).test(value);
        expect(compilePattern({ f: [{ wildcard }] })({ f: value })).toBe(expected);
      }),
    );
  });

  it('matches the event that it spells out, and anything-but is the opposite of equality', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const { tree } = fc.letrec<{ tree: object; node: object }>((tie) => ({
      tree: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('node'), { minKeys: 1, maxKeys: 3 }),
      node: fc.oneof({ maxDepth: 3 }, fc.tuple(leaf), tie('tree')),
    }));
    fc.assert(fc.property(tree, (pattern) => expect(compilePattern(pattern)(pattern)).toBe(true)));
    fc.assert(
      fc.property(fc.string(), fc.string(), (wanted, value) => {
        const equal = compilePattern({ f: [wanted] })({ f: value });
        expect(compilePattern({ f: [{ 'anything-but': wanted }] })({ f: value })).toBe(!equal);
      }),
    );
  });
});
