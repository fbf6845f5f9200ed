import { isDate } from '../formats.ts';

export type Json = Readonly<Record<string, unknown>>;
/** Valid values by field name. What is no string is kept as JSON. */
export type Values = Readonly<Record<string, string | undefined>>;

/** A field of a document, as the vendor's table of parameters describes it. */
export interface Field {
  readonly name: string;
  /** `?`: what the fields beside it decide. */
  readonly required: '!' | '?' | '';
  readonly max: number;
  readonly format: string;
}

export interface Checked {
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

const FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
  text: () => true,
  date: isDate,
  number: (value) => /^\d+(\.\d+)?$/.test(value),
  integer: (value) => /^\d+$/.test(value),
  confirmation: (value) => /^(confirmed|rejected)$/i.test(value),
};

const STRUCTURES: Readonly<Record<string, (value: unknown) => boolean>> = {
  strings: areStrings,
  attributes: (value) => isJson(value) && areStrings(Object.values(value)),
  // The table says array, the sample has an object (servicenow 15).
  components: (value) => [value].flat().every((one) => isJson(one) && areStrings([one.mpn, one.quantity])),
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
    const [, name = '', mark, max, format = 'text'] = /^\s*(\w+)([!?]?) (\d+) ?(\w+)?\s*$/.exec(entry) ?? [];
    return { name, required: mark === '!' || mark === '?' ? mark : '', max: Number(max), format };
  });
}

export function checkFields(table: readonly Field[], sent: Json): Checked {
  const results = table.map((field): Checked => {
    const isRequired = field.required === '!' || (field.required === '?' && REQUIRED_IF[field.name]?.(sent));
    return isRequired || has(sent, field.name)
      ? check(field, ownValue(sent, field.name))
      : { values: {}, messages: [] };
  });
  return {
    values: Object.assign({}, ...results.map(({ values }) => values)),
    messages: results.flatMap(({ messages }) => messages),
  };
}

function check({ name, max, format }: Field, value: unknown): Checked {
  const inner = OBJECTS[format];
  if (inner !== undefined) return checkInner(name, format, inner, value);
  const isValid =
    typeof value === 'string'
      ? !isEmpty(value) && value.length <= max && FORMATS[format]?.(value)
      : STRUCTURES[format]?.(value);
  if (!isValid) return invalid(name);
  return { values: { [name]: typeof value === 'string' ? value : JSON.stringify(value) }, messages: [] };
}

/** The values of a contract stand beside the document's own; a missing one lacks its required fields. */
function checkInner(name: string, format: string, inner: readonly Field[], value: unknown): Checked {
  const sent = isEmpty(value) ? {} : value;
  if (Array.isArray(sent) !== (format === 'details') || typeof sent !== 'object') return invalid(name);
  const checked = [sent].flat().map((one) => checkFields(inner, isJson(one) ? one : {}));
  const values = format === 'contract' ? checked[0]?.values : undefined;
  return {
    values: values ?? { [name]: JSON.stringify(value) },
    messages: checked.flatMap(({ messages }) => messages),
  };
}

function invalid(name: string): Checked {
  return { values: {}, messages: [fieldMessage(name)] };
}

/** The samples have a name with a space at its end, so that is accepted too (servicenow 14). */
export function ownValue(sent: Json, name: string): unknown {
  const key = Object.hasOwn(sent, name) ? name : `${name} `;
  return Object.hasOwn(sent, key) ? sent[key] : undefined;
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** servicenow 16. */
export function fieldMessage(name: string): string {
  const words = name.replaceAll('_', ' ');
  return `Field Value empty/Formatting issue ${LABELS[name] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`}`;
}

function has(sent: Json, name: string): boolean {
  return !isEmpty(ownValue(sent, name));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function areStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
