import { Fields } from './fields.ts';

export const KINDS = ['catalog', 'price', 'availability', 'orderack', 'shipment', 'invoice'] as const;
export type Kind = (typeof KINDS)[number];

/** The list of each kind's products or lines. */
export const LISTS = {
  catalog: 'products',
  price: 'products',
  availability: 'products',
  orderack: 'sales_order_lines',
  shipment: 'shipment_lines',
  invoice: 'invoice_lines',
} as const satisfies Record<Kind, string>;

/** Whom a document is from, as far as it says so: what its failures are found by. */
export interface Sender {
  readonly customer_id: string;
  readonly supplier_id: string;
  readonly third_party_import_id: string;
}

/** The fields that name a product or line in a failure, such as its SKU (spendint 11). */
export type Keys = Readonly<Record<string, string>>;

/** A product or line. It has a value or messages, never both. */
export interface Entry<Value> {
  readonly keys: Keys;
  readonly value: Value | null;
  readonly messages: readonly string[];
}

/** A document as it was read. The head has a value or messages, never both. */
export interface Reading<Head, Value> {
  readonly kind: Kind;
  readonly sender: Sender;
  /** Of a failure of a document without products or lines. */
  readonly keys: Keys;
  readonly head: Head | null;
  readonly messages: readonly string[];
  readonly entries: readonly Entry<Value>[];
}

/** What one kind of document is made of. */
export interface Shape<Head, Value> {
  readonly kind: Kind;
  readonly list: { readonly label: string; readonly required: boolean };
  readonly head: (fields: Fields) => Head;
  readonly entry: (fields: Fields, head: Head) => Value;
  readonly keys: (head: Fields, entry: Fields) => Keys;
  /** What only one entry of a document may have, and the message for the others; undefined when it can't be read. */
  readonly identity: (entry: Fields) => string | undefined;
  readonly repeated: string;
}

/** The longest identifier of the dialect (spendint 8). */
export const ID_LENGTH = 100;
/** Products or lines of a call (spendint 14). */
export const MAX_ENTRIES = 1000;

/** Reads any document, also a hostile one. Throws nothing. */
export function readDocument<Head, Value>(document: unknown, shape: Shape<Head, Value>): Reading<Head, Value> {
  const fields = new Fields(document);
  const head = shape.head(fields);
  const { label, required } = shape.list;
  const list = fields.list(LISTS[shape.kind], label, MAX_ENTRIES);
  if (required && list.length === 0) fields.wrong(label);
  const seen = new Set<string>();
  return {
    kind: shape.kind,
    sender: senderOf(fields),
    keys: shape.keys(fields, new Fields(undefined)),
    head: fields.messages.length > 0 ? null : head,
    messages: fields.messages,
    entries: list.map((item) => {
      const entry = new Fields(item);
      const value = shape.entry(entry, head);
      const identity = shape.identity(entry);
      if (identity !== undefined && seen.has(identity)) entry.say(shape.repeated);
      if (identity !== undefined) seen.add(identity);
      const { messages } = entry;
      return { keys: shape.keys(fields, entry), value: messages.length > 0 ? null : value, messages };
    }),
  };
}

function senderOf(fields: Fields): Sender {
  return {
    customer_id: fields.echo('customer_id', ID_LENGTH),
    supplier_id: fields.echo('supplier_id', ID_LENGTH),
    third_party_import_id: fields.echo('third_party_import_id', ID_LENGTH),
  };
}

/** What a rule finds wrong: with the document, and with its products or lines by their index. */
export interface Findings {
  readonly document: readonly string[];
  readonly entries: readonly (readonly string[])[];
}

/** Adds what a rule has found, before what was found in reading (spendint 12). */
export function withFindings<Head, Value>(reading: Reading<Head, Value>, findings: Findings): Reading<Head, Value> {
  return {
    ...reading,
    head: findings.document.length > 0 ? null : reading.head,
    messages: [...findings.document, ...reading.messages],
    entries: reading.entries.map((entry, index) => {
      const added = findings.entries[index] ?? [];
      return added.length > 0 ? { ...entry, value: null, messages: [...added, ...entry.messages] } : entry;
    }),
  };
}

/** The products of a catalog, price or availability document that can be taken, without those that fail (spendint 13). */
export function takenOf<Head, Value>({ head, entries }: Reading<Head, Value>): Value[] {
  return head === null ? [] : entries.flatMap(({ value }) => (value === null ? [] : [value]));
}

/** An acknowledgement, shipment or invoice: taken with all its lines, or not at all (spendint 13). */
export function wholeOf<Head, Line>(reading: Reading<Head, Line>): (Head & { readonly lines: readonly Line[] }) | null {
  const lines = takenOf(reading);
  if (reading.head === null || lines.length < reading.entries.length) return null;
  return { ...reading.head, lines };
}
