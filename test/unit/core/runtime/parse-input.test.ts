import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { type FieldError, HubError } from '../../../../core/domain/errors.ts';
import { CreateRequestSchema, UpdateRequestSchema } from '../../../../core/domain/request-input.ts';
import { parseInput } from '../../../../core/runtime/parse-input.ts';

function errorsOf(schema: z.ZodMiniType, input: unknown): readonly FieldError[] {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    expect(error.code).toBe('validation.failed');
    return error.fields;
  }
  return [];
}

function messageOf(schema: z.ZodMiniType, input: unknown): string {
  const [error] = errorsOf(schema, input);
  return error?.message ?? 'is valid';
}

describe('a wrong value', () => {
  it.each<[string, z.ZodMiniType, unknown, string]>([
    ['no text', z.string(), undefined, 'is missing'],
    ['no number', z.number().check(z.minimum(1)), undefined, 'is missing'],
    ['no choice', z.enum(['draft', 'approved']), undefined, 'is missing'],
    ['no object', z.strictObject({}), undefined, 'is missing'],
    ['null for text', z.string(), null, 'must be text'],
    ['a number for text', z.string(), 7, 'must be text'],
    ['text for a number', z.number(), '7', 'must be a number'],
    ['text for a whole number', z.int(), '7', 'must be a number'],
    ['a fraction for a whole number', z.int(), 1.5, 'must be a whole number'],
    ['text for true or false', z.boolean(), 'true', 'must be true or false'],
    ['an object for a list', z.array(z.string()), {}, 'must be a list'],
    ['a list for an object', z.strictObject({}), [], 'must be an object'],
    ['text for a record', z.record(z.string(), z.string()), 'a=b', 'must be an object'],
    ['another choice', z.enum(['draft', 'approved']), 'open', 'must be one of draft, approved'],
    ['another literal', z.literal('basic'), 'oauth', 'must be basic'],
    ['an empty text', z.string().check(z.minLength(1)), '', 'must not be empty'],
    ['a text too short', z.string().check(z.minLength(3)), 'ab', 'must have at least 3 characters'],
    ['a text too long', z.string().check(z.maxLength(3)), 'abcd', 'must have at most 3 characters'],
    ['a text of two characters', z.string().check(z.maxLength(1)), 'ab', 'must have at most 1 character'],
    ['an empty list', z.array(z.string()).check(z.minLength(1)), [], 'must have at least 1 entry'],
    ['a list too long', z.array(z.string()).check(z.maxLength(2)), ['a', 'b', 'c'], 'must have at most 2 entries'],
    ['a number too small', z.number().check(z.minimum(1)), 0, 'must be at least 1'],
    ['a number not above its limit', z.number().check(z.positive()), 0, 'must be more than 0'],
    ['a number too large', z.number().check(z.maximum(100)), 101, 'must be at most 100'],
    ['a number at its exclusive limit', z.number().check(z.lt(5)), 5, 'must be less than 5'],
    ['a text of another length', z.string().check(z.length(3)), 'ab', 'must have exactly 3 characters'],
    ['a text of another form', z.string().check(z.regex(/^\d+$/)), 'x', 'must have the documented format'],
    ['a text for an address', z.url(), 'x', 'must be a URL'],
    ['a value for null', z.literal(null), 7, 'must be null'],
    ['a number between two steps', z.number().check(z.multipleOf(5)), 7, 'must be a multiple of 5'],
    ['another format', z.iso.date(), '10/03/2026', 'must be an ISO 8601 date'],
    ['neither of two', z.union([z.string(), z.number()]), true, 'must have a documented value'],
    [
      'a kind that does not exist',
      z.discriminatedUnion('type', [z.object({ type: z.literal('a') })]),
      { type: 'b' },
      'must have a documented value',
    ],
    ['a key that does not exist', z.record(z.enum(['a']), z.string()), { b: 'x', a: 'x' }, 'is not a known field'],
  ])('is named in a sentence: %s', (_, schema, input, message) => {
    expect(messageOf(schema, input)).toBe(message);
  });

  it('keeps the message that its schema has', () => {
    const schema = z.strictObject({ reason: z.string({ error: 'is missing: a rejection needs a reason' }) });
    expect(errorsOf(schema, {})).toEqual([{ path: 'reason', message: 'is missing: a rejection needs a reason' }]);
  });
});

describe('a wrong document', () => {
  const schema = z.strictObject({ items: z.array(z.strictObject({ sku: z.string(), quantity: z.int() })) });

  it('is rejected with the path of every wrong field', () => {
    expect(
      errorsOf(schema, {
        items: [
          { sku: 'a', quantity: 1 },
          { quantity: 0.5, price: 1, tax: 2 },
        ],
        note: '',
      }),
    ).toEqual([
      { path: 'items.1.sku', message: 'is missing' },
      { path: 'items.1.quantity', message: 'must be a whole number' },
      { path: 'items.1.price', message: 'is not a known field' },
      { path: 'items.1.tax', message: 'is not a known field' },
      { path: 'note', message: 'is not a known field' },
    ]);
  });

  it('is rejected in one sentence that names the body when it is no object', () => {
    expect(() => parseInput(schema, 'text')).toThrow('The body must be an object.');
    expect(() => parseInput(schema, undefined)).toThrow('The body is missing.');
  });

  it('is returned as parsed when it is right', () => {
    const withDefault = z.strictObject({ limit: z.pipe(z._default(z.string(), '20'), z.transform(Number)) });
    expect(parseInput(withDefault, {})).toEqual({ limit: 20 });
  });
});

describe('no message of a wrong request', () => {
  const OWN_SENTENCE = /^(?:is missing|is not a known field|must )/;
  const ZOD_TEXT = /invalid|expected|too (?:small|big)|unrecognized|received|input/i;
  const right = {
    type: 'hardware',
    title: 'Laptop',
    items: [{ name: 'Dell Latitude 5550', sku: 'DELL-LAT5550', quantity: 1, unit_cost: 1429, currency: 'USD' }],
    cost_center: 'CC-IT-EUS',
    description: null,
    vendor: 'Dell Technologies',
    budget_code: 'BUD-2026-HW-Q1',
    expected_delivery: '2026-03-10',
    ticket_id: 'tkt_4kPmN8rT2wXq',
    submit: true,
  };
  const wrong = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\u0000',
      '\ud83d',
      'XXZ',
      '2026-02-30',
      'x'.repeat(5000),
      -1,
      0,
      1.5,
      1e300,
      null,
      [],
      {},
      [{}],
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const schema = fc.constantFrom<z.ZodMiniType>(CreateRequestSchema, UpdateRequestSchema);

  function expectOwnSentences(errors: readonly FieldError[]): void {
    const messages = errors.map(({ message }) => message);
    expect(messages.filter((message) => !OWN_SENTENCE.test(message) || ZOD_TEXT.test(message))).toEqual([]);
  }

  it('is the validator’s when one field has any other value', () => {
    const field = fc.constantFrom(...Object.keys(right));
    fc.assert(
      fc.property(schema, field, wrong, (tried, name, value) => {
        expectOwnSentences(errorsOf(tried, { ...right, [name]: value }));
      }),
      { numRuns: 200 },
    );
  });

  it('is the validator’s when fields of items have any other values', () => {
    const item = fc.record(
      { name: wrong, sku: wrong, quantity: wrong, unit_cost: wrong, currency: wrong },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(schema, fc.array(item, { maxLength: 3 }), (tried, items) => {
        const [model] = right.items;
        expectOwnSentences(errorsOf(tried, { ...right, items: items.map((changes) => ({ ...model, ...changes })) }));
      }),
      { numRuns: 200 },
    );
  });

  it('is the validator’s for any JSON document', () => {
    fc.assert(fc.property(schema, fc.jsonValue(), (tried, document) => expectOwnSentences(errorsOf(tried, document))));
  });
});
