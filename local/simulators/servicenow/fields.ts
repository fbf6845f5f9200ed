import * as z from 'zod';
import { isBlank, isDate, isRecord } from '../entity.ts';
import type { Values } from './database.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A field of a document, as the vendor's table of parameters describes it. */
export interface Field {
  readonly name: string;
  /** `!`, or `?` for what the fields beside it decide. */
  readonly required: string;
  readonly max: number;
  readonly format: string;
}

interface Checked {
  readonly values: Values;
  /** In the order of the fields. */
  readonly messages: readonly string[];
}

/** servicenow 13, 15. */
const REQUIRED_IF: Readonly<Record<string, (siblings: Json) => boolean>> = {
  mpn: (product) => !has(product, 'bundled_components') || !has(product, 'sku'),
  unspsc: (product) => !has(product, 'product_category_name'),
  product_category_name: (product) => !has(product, 'unspsc'),
  contract_agreement: (product) => !has(product, 'parent_bundle'),
};

const Component = z.object({ mpn: z.string(), quantity: z.string() });
const FORMATS: Readonly<Record<string, z.ZodType>> = {
  text: z.string(),
  date: z.string().refine(isDate),
  number: z.string().regex(/^\d+(\.\d+)?$/),
  integer: z.string().regex(/^\d+$/),
  confirmation: z.string().regex(/^(confirmed|rejected)$/i),
  strings: z.array(z.string()),
  attributes: z.record(z.string(), z.string()),
  // The table says array, the sample has an object (servicenow 15).
  components: z.union([Component, z.array(Component)]),
};

/** The fields of inner objects. Messages about contracts come in this order (servicenow 16). */
const OBJECTS: Readonly<Record<string, readonly Field[]>> = {
  contract: fields(`contract_number! 100, negotiated_price! 40 number, negotiated_currency! 40,
    contract_start_date 40 date, contract_end_date 40 date`),
  address: fields('name 1000, street 1000, city 1000, state 1000, zip_code 40, country 40'),
  details: fields('serial_number! 100, imei 100, asset_tag 100'),
};

/** Labels that differ from the field's name (servicenow 16). */
const LABELS: Readonly<Record<string, string>> = {
  mpn: 'MPN',
  sku: 'Supplier part number',
  unspsc: 'UNSPSC',
  order_number: 'Purchase order number',
  line_number: 'Purchase order line number',
};

/** Reads a table such as `sku! 100, price 40 number`: name, `!` if required, longest value, format. */
export function fields(table: string): Field[] {
  return table.split(',').map((entry) => {
    const [, name = '', mark = '', max, format = 'text'] = /^\s*(\w+)([!?]?) (\d+) ?(\w+)?\s*$/.exec(entry) ?? [];
    return { name, required: mark, max: Number(max), format };
  });
}

export function checkFields(table: readonly Field[], sent: Json): Checked {
  const results = table
    .filter(({ name, required }) => has(sent, name) || required === '!' || (required && REQUIRED_IF[name]?.(sent)))
    .map((field) => check(field, ownValue(sent, field.name)));
  return {
    values: Object.assign({}, ...results.map(({ values }) => values)),
    messages: results.flatMap(({ messages }) => messages),
  };
}

/** The values of a contract stand beside the document's own; a missing one lacks its required fields. */
function check({ name, max, format }: Field, value: unknown): Checked {
  const inner = OBJECTS[format];
  const sent = inner && isBlank(value) ? {} : value;
  const isValid = inner
    ? Array.isArray(sent) === (format === 'details') && typeof sent === 'object'
    : FORMATS[format]?.safeParse(sent).success && !(typeof sent === 'string' && (isBlank(sent) || sent.length > max));
  if (!isValid) return { values: {}, messages: [fieldMessage(name)] };
  if (!inner) return { values: { [name]: typeof sent === 'string' ? sent : JSON.stringify(sent) }, messages: [] };

  const checked = [sent].flat().map((one) => checkFields(inner, isRecord(one) ? one : {}));
  const values = checked.map((one) => one.values);
  const messages = checked.flatMap((one) => one.messages);
  if (format === 'contract') return { values: { ...values[0] }, messages };
  return { values: { [name]: JSON.stringify(format === 'details' ? values : values[0]) }, messages };
}

/** The samples have a name with a space at its end, so that is accepted too (servicenow 14). */
export function ownValue(sent: Json, name: string): unknown {
  const key = Object.hasOwn(sent, name) ? name : `${name} `;
  return Object.hasOwn(sent, key) ? sent[key] : undefined;
}

/** servicenow 16. */
export function fieldMessage(name: string): string {
  const words = name.replaceAll('_', ' ');
  return `Field Value empty/Formatting issue ${LABELS[name] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`}`;
}

function has(sent: Json, name: string): boolean {
  return !isBlank(ownValue(sent, name));
}
