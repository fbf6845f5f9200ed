import * as z from 'zod/mini';
import { decimalsFault, isCurrency, MAX_AMOUNT } from './money.ts';
import { REQUEST_TYPES } from './procurement-request.ts';
import { SupplierIdSchema } from './supplier.ts';

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

/** Whether a check of an item's or request's fields together runs: also when some of them are wrong. */
const isObject = ({ value }: { readonly value: unknown }): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that an item may leave out where its supplier's product has it (procurement-api 150). */
function ownUnlessSupplied(name: 'name' | 'unit_cost' | 'currency') {
  return z.refine<{ readonly supplier_id?: unknown; readonly [name]?: unknown }>(
    (item) => item[name] !== undefined || item.supplier_id !== undefined,
    { path: [name], error: 'is missing', when: isObject },
  );
}

const LineItemInputSchema = z
  .strictObject({
    name: z.optional(text(LIMITS.name)),
    sku: text(LIMITS.sku),
    quantity: z.int().check(z.minimum(1), z.maximum(LIMITS.quantity)),
    unit_cost: z.optional(z.number().check(z.minimum(0), z.maximum(MAX_AMOUNT))),
    currency: z.optional(CurrencySchema),
    supplier_id: z.optional(SupplierIdSchema),
  })
  .check(
    ownUnlessSupplied('name'),
    ownUnlessSupplied('unit_cost'),
    ownUnlessSupplied('currency'),
    z.superRefine(({ unit_cost, currency }, context) => {
      if (unit_cost === undefined || currency === undefined) return;
      const message = decimalsFault(unit_cost, currency);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['unit_cost'], message });
    }),
  );
export type LineItemInput = z.infer<typeof LineItemInputSchema>;

const ItemsSchema = z.array(LineItemInputSchema).check(
  z.minLength(1),
  z.maxLength(LIMITS.items),
  z.superRefine((items, context) => {
    const supplier = items[0]?.supplier_id; // procurement-api 151
    items.forEach(({ supplier_id }, index) => {
      if (supplier_id === supplier) return;
      const expected = supplier === undefined ? 'be left out' : `be ${supplier}`;
      const message = `must ${expected}, as in the first item: a request is for the products of one supplier, or of none`;
      context.addIssue({ code: 'custom', path: [index, 'supplier_id'], message });
    });
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
      when: isObject,
    }),
  );
export type CreateRequest = z.infer<typeof CreateRequestSchema>;

export const UpdateRequestSchema = z
  .partial(z.strictObject(editable))
  .check(z.refine((changes) => Object.keys(changes).length > 0, { error: 'must have at least one field to update' }));

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that have a value: an optional field that is absent may hold `undefined`, which must not overwrite. */
export function definedFields<Fields extends object>(fields: Fields): Defined<Fields> {
  const defined: Defined<Fields> = { ...fields };
  for (const name in defined) if (defined[name] === undefined) delete defined[name];
  return defined;
}
