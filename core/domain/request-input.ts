import * as z from 'zod';
import { decimalsOf, fitsCurrency, isCurrency, MAX_AMOUNT, toMinor } from './money.ts';
import { type LineItem, REQUEST_TYPES } from './procurement-request.ts';

/** What callers send to create or update a request (seed, "Required attributes" and "Optional attributes"). */

/** The hub's own limits, where the seed sets none: they keep an item well under DynamoDB's 400 KB. */
export const LIMITS = { title: 200, description: 4000, items: 200, name: 255, sku: 100, code: 64, quantity: 999_999 };

/** Control characters, which ERPs refuse or print; text of several lines may have tabs and line ends. */
const CONTROL = /\p{Cc}/u;
const CONTROL_IN_LINES = /[^\P{Cc}\t\r\n]/u;

function text(max: number, control = CONTROL) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !control.test(value), { error: 'has characters that are not text' });
}
function optionalText(max: number) {
  return text(max).nullable().optional();
}

const LineItemInputSchema = z
  .strictObject({
    name: text(LIMITS.name),
    sku: text(LIMITS.sku),
    quantity: z.int().min(1).max(LIMITS.quantity),
    unit_cost: z.number().min(0).max(MAX_AMOUNT),
    currency: z.string().refine(isCurrency, { error: 'is not an ISO 4217 currency code', abort: true }),
  })
  .superRefine(({ unit_cost, currency }, context) => {
    if (fitsCurrency(unit_cost, currency)) return;
    const message = `has more than the ${decimalsOf(currency)} decimals of ${currency}`;
    context.addIssue({ code: 'custom', path: ['unit_cost'], message });
  });

const ItemsSchema = z
  .array(LineItemInputSchema)
  .min(1)
  .max(LIMITS.items)
  .superRefine((items, context) => {
    const currency = items[0]?.currency;
    items.forEach((item, index) => {
      if (item.currency === currency) return;
      const message = `is ${item.currency}, but all items of one request share one currency and the first is ${currency}`;
      context.addIssue({ code: 'custom', path: [index, 'currency'], message });
    });
    const total = items.reduce((sum, item) => sum + item.quantity * item.unit_cost, 0);
    if (total > MAX_AMOUNT) context.addIssue({ code: 'custom', message: `cost more than ${MAX_AMOUNT} in total` });
  });

/** ISO 8601: a date, or a date and time with its offset. */
const ExpectedDeliverySchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'is not an ISO 8601 date',
});

const editable = {
  title: text(LIMITS.title),
  items: ItemsSchema,
  cost_center: text(LIMITS.code),
  description: text(LIMITS.description, CONTROL_IN_LINES).nullable().optional(),
  vendor: optionalText(LIMITS.name),
  budget_code: optionalText(LIMITS.code),
  expected_delivery: ExpectedDeliverySchema.nullable().optional(),
};

export const CreateRequestSchema = z.strictObject({
  type: z.enum(REQUEST_TYPES),
  ...editable,
  ticket_id: optionalText(LIMITS.code),
  submit: z.boolean().default(false),
});
export type CreateRequest = z.infer<typeof CreateRequestSchema>;

export const UpdateRequestSchema = z
  .strictObject(editable)
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: 'Name at least one field to update.' });
export type UpdateRequest = z.infer<typeof UpdateRequestSchema>;

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
    })),
  };
}
