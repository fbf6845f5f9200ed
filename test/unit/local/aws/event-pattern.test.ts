import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compilePattern } from '../../../../local/aws/event-pattern/index.ts';
import { parseRaw } from '../../../../local/aws/event-pattern/raw-numbers.ts';
import { StartError } from '../../../../local/start-error.ts';

/** [name, condition list on `f`, values that match, values that don't] */
const CONDITIONS: [string, unknown[], unknown[], unknown[]][] = [
  ['a string', ['a'], ['a', ['x', 'a']], ['A', 'ab', 1, null, {}, []]],
  ['a number', [300], [300, 3e2, 300.0], ['300', 301]],
  ['null', [null], [null], ['', 0, 'null']],
  ['a boolean', [true], [true], ['true', 1, false]],
  ['any of several', ['a', 2, null], ['a', 2, null], ['b']],
  ['prefix', [{ prefix: 'ab' }], ['ab', 'abc'], ['Ab', 'cab', 5]],
  ['anything but a string', [{ 'anything-but': 'a' }], ['b', 1, null, ['a', 'b']], ['a', ['a'], []]],
  ['anything but strings', [{ 'anything-but': ['a', 'b'] }], ['c'], ['a', 'b']],
  ['anything but numbers', [{ 'anything-but': [1, 2] }], [3, '1'], [1, 2]],
  ['presence', [{ exists: true }], ['', null, [1]], [{}, [], { a: 1 }]],
  ['absence or a value', [{ exists: false }, 'a'], ['a', [], {}], ['b']],
];

function compile(pattern: unknown) {
  return compilePattern(pattern, 'rule orders');
}

describe('an event pattern', () => {
  it.each(CONDITIONS)('matches %s', (_, conditions, matching, others) => {
    const matches = compile({ detail: { f: conditions } });
    expect(matching.filter((f) => !matches({ detail: { f } }))).toEqual([]);
    expect(others.filter((f) => matches({ detail: { f } }))).toEqual([]);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
  it('matches numbers by their text', () => {
    const texts = ['300', '300.0', '3.0e2', '3e2', '-0', '0', '12345678901234567890'];
    const matching = (conditions: string) => {
      const matches = compilePattern(parseRaw(`{"n":${conditions}}`), 'rule orders');
      return texts.filter((text) => matches(parseRaw(`{"n":${text}}`)));
    };
    for (const text of texts) expect(matching(`[${text}]`)).toEqual([text]);
    expect(matching('[{"anything-but":[300, 0]}]')).toEqual(['300.0', '3.0e2', '3e2', '-0', '12345678901234567890']);
    expect(matching('[{"exists":true}]')).toEqual(texts);
  });

  it('matches an absent field by exists: false alone', () => {
    expect(compile({ a: { b: [{ 'anything-but': 'x' }] } })({})).toBe(false);
    expect(compile({ a: { b: [{ exists: true }] } })({ a: {} })).toBe(false);
    expect(compile({ a: { b: [{ exists: false }] } })({})).toBe(true);
    expect(compile({ a: { b: [{ exists: false }] } })({ a: [{ c: 1 }, { b: 1 }] })).toBe(false);
  });

  it('requires all fields to match in the same element of an array', () => {
    const matches = compile({ detail: { lines: { sku: ['A'], status: ['late'] } } });
    const event = (...lines: unknown[]) => ({ detail: { lines } });
    expect(matches(event({ sku: 'A', status: 'ok' }, { sku: 'A', status: 'late' }))).toBe(true);
    expect(matches(event({ sku: 'A', status: 'ok' }, { sku: 'B', status: 'late' }))).toBe(false);
  });

  it.each([
    [{}],
    [{ a: {} }],
    [{ a: [] }],
    [{ a: 'x' }],
    [{ a: [['x']] }],
    [{ a: [{ prefix: 1 }] }],
    [{ a: [{ prefix: 'a', exists: true }] }],
    [{ a: [{ 'anything-but': [] }] }],
    [{ a: [{ 'anything-but': ['a', 1] }] }],
    [{ a: [{ 'anything-but': null }] }],
    [{ a: [{ exists: 'yes' }] }],
    [{ a: [{ contains: 'x' }] }],
    ['source'],
  ])('throws a StartError that names the resource for %j', (pattern) => {
    expect(() => compile(pattern)).toThrow(StartError);
    expect(() => compile(pattern)).toThrow(/^rule orders: Event pattern is not valid\. Reason: /);
  });

  it.each([
    ['suffix', { a: [{ suffix: '.png' }] }],
    ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'x' }] }],
    ['wildcard', { a: [{ wildcard: 'x*' }] }],
    ['numeric', { a: [{ numeric: ['>', 5] }] }],
    ['cidr', { a: [{ cidr: '10.0.0.0/24' }] }],
    ['prefix in anything-but', { a: [{ 'anything-but': { prefix: 'x' } }] }],
    ['$or', { $or: [{ a: ['x'] }, { b: ['x'] }] }],
  ])('throws a StartError that names the unsupported operator %s', (operator, pattern) => {
    expect(() => compile(pattern)).toThrow(`the local runtime does not support ${operator}`);
  });

  it('matches the event that it spells out', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const { tree } = fc.letrec<{ tree: object; node: object }>((tie) => ({
      tree: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('node'), { minKeys: 1, maxKeys: 3 }),
      node: fc.oneof({ maxDepth: 3 }, fc.tuple(leaf), tie('tree')),
    }));
    return fc.assert(fc.property(tree, (pattern) => expect(compile(pattern)(pattern)).toBe(true)));
  });

  it('matches anything-but where equality does not match', () => {
    return fc.assert(
      fc.property(fc.string(), fc.string(), (wanted, value) => {
        const equal = compile({ f: [wanted] })({ f: value });
        expect(compile({ f: [{ 'anything-but': wanted }] })({ f: value })).toBe(!equal);
      }),
    );
  });
});
