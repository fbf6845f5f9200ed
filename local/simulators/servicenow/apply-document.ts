import type { DocumentType } from './documents.ts';
import { checkFields, fieldMessage, isJson, type Json, ownValue } from './fields.ts';
import type { Instance } from './rules/rules.ts';
import { ERROR_KEYS } from './tables.ts';

export type Failure = ReturnType<typeof failureOf>;

interface ErrorRow {
  readonly sent: Json;
  readonly messages: readonly string[];
}

/** Checks a document by its fields and the business rules, then applies what is good of it. */
export function applyDocument(instance: Instance, type: DocumentType, document: Json): Failure | undefined {
  const { rules } = type;
  const header = checkFields(type.header, document);
  const list = ownValue(document, type.list) ?? [];
  const elements: readonly unknown[] = Array.isArray(list) ? list : [];
  const items = elements.map((element) => {
    const sent = isJson(element) ? element : {};
    const { values, messages } = checkFields(type.item, sent);
    return { sent, values, messages: [...(rules.item?.(instance, header.values, values) ?? []), ...messages] };
  });
  const values = items.map((item) => item.values);
  const ofDocument = [
    ...(elements === list ? [] : [fieldMessage(type.list)]),
    ...(items.length > type.maxItems ? [`Each transaction has a limit of ${type.maxItems} products`] : []),
    ...(rules.header?.(instance, header.values, values) ?? []),
    ...header.messages,
  ];
  const good = items.filter(({ messages }) => messages.length === 0).map((item) => item.values);
  const isApplied = ofDocument.length === 0 && (rules.byItem || good.length === items.length);
  if (isApplied) rules.apply(instance, header.values, good);

  // The document's messages stand with the first item's (servicenow 17).
  const [first = { sent: {}, messages: [] }, ...others] = items;
  const rows = [{ ...first, messages: [...ofDocument, ...first.messages] }, ...others];
  const failed = rows.filter(({ messages }) => messages.length > 0);
  return failed.length === 0 ? undefined : failureOf(type, document, failed);
}

/** What a synchronous response says of a document (servicenow 17). */
function failureOf({ errorTable, messageEnd }: DocumentType, document: Json, rows: readonly ErrorRow[]) {
  const echo = (name: string, ...from: readonly Json[]): string => {
    const values = from.map((sent) => ownValue(sent, name));
    return values.find((value) => typeof value === 'string') ?? '';
  };
  const keys = ERROR_KEYS[errorTable].split(' ');
  return {
    customer_id: echo('customer_id', document),
    supplier_id: echo('supplier_id', document),
    third_party_import_id: echo('third_party_import_id', document),
    status_code: 'failure',
    error_response_body: rows.map(({ sent, messages }) => ({
      ...Object.fromEntries(keys.map((key) => [key, echo(key, sent, document)])),
      error_message: [...new Set(messages)].map((message) => `${message}${messageEnd}`).join(''),
    })),
  };
}
