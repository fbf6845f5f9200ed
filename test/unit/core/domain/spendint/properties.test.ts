import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toDecimal } from '../../../../../core/domain/money.ts';
import { KINDS, type Kind, LISTS, takenOf } from '../../../../../core/domain/spendint/document.ts';
import { outcomeOf } from '../../../../../core/domain/spendint/outcome.ts';
import { readRoot } from '../../../../../core/domain/spendint/root.ts';
import { exampleOf, type Json, READERS } from './examples.ts';

/** Every place of a document, as the keys that lead to it. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

function put(document: Json, path: readonly string[], value: unknown): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = Array.isArray(document) ? [...document] : { ...document };
  if (typeof document === 'object' && document !== null) copy[key] = put(document[key], rest, value);
  return copy;
}

const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    '',
    ' ',
    '-1',
    '1e9',
    '2026-02-31',
    'USD',
    'NaN',
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom<unknown>(
    'confirmed',
    '4',
    4,
    0.1,
    -1,
    1e21,
    '\ud800',
    '\u0000',
    JSON.parse('{"__proto__": {"sku": "x"}}'),
  ),
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.nat({ max: 70_000 }).map((length) => 'x'.repeat(length)),
);

const mutated = fc.constantFrom(...KINDS).chain((kind) => {
  const document = exampleOf(kind);
  const place = fc.constantFrom(...pathsOf(document));
  return fc.tuple(
    fc.constant(kind),
    fc
      .array(fc.tuple(place, hostile), { minLength: 1, maxLength: 4 })
      .map((changes) => changes.reduce((changed, [path, value]) => put(changed, path, value), document)),
  );
});

describe('any document', () => {
  it('is taken or has failures, and each of its failures is documented', () => {
    fc.assert(
      fc.property(mutated, ([kind, document]) => {
        const reading = READERS[kind](document);
        const { failures, sender } = outcomeOf(reading);
        const entries = reading.entries.length;
        expect(failures.length === 0).toBe(reading.head !== null && takenOf(reading).length === entries);
        for (const { keys, error_message } of failures) {
          expect(error_message).toMatch(/^(?:(?:Field Value empty\/Formatting issue [A-Z]|The )[^\n]*\n)+$/);
          expect([...Object.values(keys), ...Object.values(sender)].every(isShort)).toBe(true);
        }
        expect(() => readRoot(kind, { root: [document] })).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });
});

function isShort(text: string): boolean {
  return text.length <= 100 && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

/** The document in the dialect again: amounts as decimals, attributes as an object. */
function inDialect(kind: Kind, head: object, values: readonly object[]): Json {
  const currency = 'currency' in head ? String(head.currency) : undefined;
  return { ...decimals(head, currency), [LISTS[kind]]: values.map((value) => decimals(value, currency)) };
}

function decimals(value: Json, currency: string | undefined): Json {
  if (Array.isArray(value)) return value.map((item) => decimals(item, currency));
  if (typeof value !== 'object' || value === null) return value;
  const own = value.negotiated_currency ?? currency;
  return Object.fromEntries(
    Object.entries<Json>(value).map(([key, inner]) => {
      if (key === 'product_attributes') {
        return [key, Object.fromEntries(inner.map(({ name, value }: Json) => [name, value]))];
      }
      if (!key.endsWith('_minor')) return [key, decimals(inner, own)];
      return [key.replace('_minor', ''), inner === null ? null : toDecimal(inner, own)];
    }),
  );
}

describe('normalization', () => {
  it('changes nothing when it is applied again', () => {
    fc.assert(
      fc.property(mutated, ([kind, document]) => {
        const reading = READERS[kind](document);
        const values = takenOf(reading);
        fc.pre(reading.head !== null && values.length > 0);
        const again = READERS[kind](inDialect(kind, reading.head ?? {}, values));
        expect(again).toMatchObject({ head: reading.head, messages: [] });
        expect(takenOf(again)).toEqual(values);
      }),
      { numRuns: 100 },
    );
  });

  it('makes the same of numbers and of spaces around text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.boolean(), (kind, asNumbers) => {
        const document = exampleOf(kind);
        const other = JSON.parse(JSON.stringify(document), (_key, value) => {
          if (typeof value !== 'string') return value;
          return asNumbers && /^[1-9]\d{0,12}$/.test(value) ? Number(value) : `  ${value}\n`;
        });
        expect(READERS[kind](other)).toEqual(READERS[kind](document));
      }),
    );
  });
});
