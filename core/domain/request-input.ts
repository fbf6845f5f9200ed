import * as z from 'zod/mini';
import { decimalsFault, isCurrency, MAX_AMOUNT, toMinor } from './money.ts';
import { type LineItem, REQUEST_TYPES } from './procurement-request.ts';

/** What callers send to create or update a request (procurement-api 22, 23, 29). */

/** The hub's own limits (procurement-api 49); they keep an item well under DynamoDB's 400 KB. */
export const LIMITS = { title: 200, description: 4000, items: 200, name: 255, sku: 100, code: 64, quantity: 999_999 };

/** ERPs reject or print control characters; text of several lines may have tabs and line ends. */
const CONTROL = /\p{Cc}/u;
const CONTROL_IN_LINES = /[^\P{Cc}\t\r\n]/u;

/** A text of 1 to `max` characters, without the spaces around it. */
export function text(max: number, control = CONTROL) {
  return z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((value) => value.isWellFormed() && !control.test(value), {
      error: 'must not contain control characters or incomplete Unicode characters',
    }),
  );
}
export function optionalText(max: number) {
  return z.optional(z.nullable(text(max)));
}

/** A code such as that of a cost center, and a name. */
export const codeText = text(LIMITS.code);
export const nameText = text(LIMITS.name);

export const CurrencySchema = z
  .string()
  .check(z.refine(isCurrency, { error: 'must be an ISO 4217 currency code, such as USD', abort: true }));

const LineItemInputSchema = z
  .strictObject({
    name: text(LIMITS.name),
    sku: text(LIMITS.sku),
    quantity: z.int().check(z.minimum(1), z.maximum(LIMITS.quantity)),
    unit_cost: z.number().check(z.minimum(0), z.maximum(MAX_AMOUNT)),
    currency: CurrencySchema,
  })
  .check(
    z.superRefine(({ unit_cost, currency }, context) => {
      const message = decimalsFault(unit_cost, currency);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['unit_cost'], message });
    }),
  );

const ItemsSchema = z.array(LineItemInputSchema).check(
  z.minLength(1),
  z.maxLength(LIMITS.items),
  z.superRefine((items, context) => {
    const currency = items[0]?.currency; // procurement-api 47
    items.forEach((item, index) => {
      if (item.currency === currency) return;
      const message = `must be ${currency}, the currency of the first item: the items of a request share one currency`;
      context.addIssue({ code: 'custom', path: [index, 'currency'], message });
    });
    const total = items.reduce((sum, item) => sum + item.quantity * item.unit_cost, 0);
    if (total > MAX_AMOUNT) context.addIssue({ code: 'custom', message: `must cost at most ${MAX_AMOUNT} in total` });
  }),
);

/** What a person adds to a command, for the audit trail. */
export const CommentSchema = z.optional(z.nullable(z.string().check(z.trim(), z.maxLength(1000))));

export const LineIdSchema = z.string().check(z.minLength(1), z.maxLength(10));

export const namesEachOnce = z.refine<readonly { readonly id: string }[]>(
  (lines) => new Set(lines.map(({ id }) => id)).size === lines.length,
  { error: 'must name each line once' },
);

export const ExpectedDeliverySchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'must be an ISO 8601 date, such as 2026-03-10, or a date and time with its offset',
});

const editable = {
  title: text(LIMITS.title),
  items: ItemsSchema,
  cost_center: text(LIMITS.code),
  description: z.optional(z.nullable(text(LIMITS.description, CONTROL_IN_LINES))),
  vendor: optionalText(LIMITS.name),
  budget_code: optionalText(LIMITS.code),
  project: optionalText(LIMITS.code),
  expected_delivery: z.optional(z.nullable(ExpectedDeliverySchema)),
};

export const CreateRequestSchema = z
  .strictObject({
    type: z.enum(REQUEST_TYPES),
    ...editable,
    /** It may come from the ticket (procurement-api 80). */
    cost_center: z.optional(editable.cost_center),
    ticket_id: optionalText(LIMITS.code),
    submit: z._default(z.boolean(), false),
  })
  .check(
    z.refine(({ cost_center, ticket_id }) => cost_center !== undefined || Boolean(ticket_id), {
      path: ['cost_center'],
      error: 'is missing',
      // Also when other fields are wrong.
      when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
    }),
  );
export type CreateRequest = z.infer<typeof CreateRequestSchema>;

export const UpdateRequestSchema = z
  .partial(z.strictObject(editable))
  .check(z.refine((changes) => Object.keys(changes).length > 0, { error: 'must have at least one field to update' }));

/** Line items in minor units, and the one currency they share. */
export function pricedItems(items: readonly z.infer<typeof LineItemInputSchema>[]): {
  items: LineItem[];
  currency: string;
} {
  const [first] = items;
  if (!first) throw new RangeError('A request has at least one item.');
  return {
    currency: first.currency,
    items: items.map(({ name, sku, quantity, unit_cost, currency }) => ({
      name,
      sku,
      quantity,
      unit_cost_minor: toMinor(unit_cost, currency),
      mpn: null,
      unit: null,
    })),
  };
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that have a value: an optional field that is absent may hold `undefined`, which must not overwrite. */
export function definedFields<Fields extends object>(fields: Fields): Defined<Fields> {
  const defined: Defined<Fields> = { ...fields };
  for (const name in defined) if (defined[name] === undefined) delete defined[name];
  return defined;
}
