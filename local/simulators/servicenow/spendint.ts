import { jsonResponse } from '../../http/message.ts';
import { isRecord } from '../entity.ts';
import { readJson, type VendorCall, type VendorRoutes } from '../vendor-api.ts';
import type { Database, Values } from './database.ts';
import { DOCUMENT_TYPES, type DocumentType } from './documents.ts';
import { checkFields, fieldMessage, type Json, ownValue } from './fields.ts';
import { platformError } from './platform.ts';
import { type Messages, subjectOf } from './rules.ts';
import type { ServiceNowSettings } from './settings.ts';
import { ERROR_KEYS, FAILURE, TABLE } from './tables.ts';

/** servicenow 11. */
const MAX_PRODUCTS = 1000;

/** The six endpoints that suppliers post to (servicenow 9). */
export function spendintRoutes(database: Database, settings: ServiceNowSettings): VendorRoutes {
  const routes = Object.entries(DOCUMENT_TYPES).map(([name, type]) => {
    const post = (call: VendorCall) => {
      const mode = call.parameters.get('mode') ?? 'async';
      if (!['async', 'sync'].includes(mode)) throw platformError(400, 'Invalid request', 'mode must be async or sync');
      const { customerIds, failureStatus } = settings.current;
      const documents = readDocuments(call);
      const failures = documents.flatMap((document) => {
        const errors = applyDocument(database, type, customerIds, document);
        return errors.length === 0 ? [] : [record(database, name, type.errorTable, document, errors)];
      });
      const hasFailed = mode === 'sync' && failures.length > 0;
      return jsonResponse(hasFailed ? failureStatus : 200, { result: { response: hasFailed ? failures : 'success' } });
    };
    return [`POST /api/sn_spend_intg/spendint/${name}`, post] as const;
  });
  return Object.fromEntries(routes);
}

function readDocuments(call: VendorCall): readonly Json[] {
  const malformed = () => platformError(400, 'Exception while reading request', 'The payload is not valid JSON');
  const body = readJson(call, malformed);
  const root = isRecord(body) ? ownValue(body, 'root') : undefined;
  if (Array.isArray(root) && root.length > 0 && root.every(isRecord)) return root;
  throw platformError(400, 'Invalid request', 'root must be an array of objects');
}

/** Checks a document by its fields and the business rules, then applies what is good of it. Returns the errors. */
function applyDocument(
  database: Database,
  type: DocumentType,
  customerIds: readonly string[],
  document: Json,
): Values[] {
  const { rules } = type;
  const header = checkFields(type.header, document);
  const list = ownValue(document, type.list) ?? [];
  const elements: readonly unknown[] = Array.isArray(list) ? list : [];
  const isListValid = elements === list && (elements.length > 0 || type.isListOptional === true);
  const checked = elements.map((element) => {
    const sent = isRecord(element) ? element : {};
    return { sent, ...checkFields(type.item, sent) };
  });
  const values = checked.map((item) => item.values);
  const items = checked.map((item) => {
    const subject = subjectOf(database, header.values, values, item.values);
    return { ...item, subject, messages: [...applying(rules.item?.(subject)), ...item.messages] };
  });
  const whole = subjectOf(database, header.values, values);
  const limit = `Each transaction has a limit of ${MAX_PRODUCTS} products`;
  const ofDocument = [
    ...applying({
      [fieldMessage(type.list)]: !isListValid,
      [fieldMessage('customer_id')]: ![undefined, ...customerIds, whole.order?.customer_id].includes(
        header.values.customer_id,
      ),
      [limit]: type.list === 'products' && items.length > MAX_PRODUCTS,
      ...rules.header?.(whole),
    }),
    ...header.messages,
  ];
  const good = items.filter(({ messages }) => messages.length === 0);
  if (ofDocument.length === 0 && (rules.byItem || good.length === items.length)) {
    rules.applyHeader?.(whole);
    for (const { subject } of good) rules.applyItem?.(subject);
  }

  // The document's messages stand with the first item's (servicenow 17).
  const [first = { sent: {}, messages: [] }, ...others] = items;
  const rows = [{ ...first, messages: [...ofDocument, ...first.messages] }, ...others];
  return rows.flatMap(({ sent, messages }) => {
    if (messages.length === 0) return [];
    const error_message = [...new Set(messages)].map((message) => `${message}${type.messageEnd ?? '\n'}`).join('');
    return [{ ...echo(ERROR_KEYS[type.errorTable], sent, document), error_message }];
  });
}

function applying(messages: Messages = {}): string[] {
  return Object.entries(messages).flatMap(([message, applies]) => (applies ? [message] : []));
}

/** The texts that the caller sent with these names, from the first that has one. */
function echo(names: string, ...from: readonly Json[]): Values {
  const texts = names.split(' ').map((name) => {
    const values = from.map((sent) => ownValue(sent, name));
    return [name, values.find((value) => typeof value === 'string') ?? ''] as const;
  });
  return Object.fromEntries(texts);
}

/** Keeps a failure in the tables (servicenow 20). Returns what a synchronous response says of it (servicenow 17). */
function record(database: Database, name: string, errorTable: string, document: Json, errors: readonly Values[]) {
  const number = String(database.count(TABLE.outboundStatus) + 1);
  const ids = echo('customer_id supplier_id third_party_import_id', document);
  const values = { ...ids, import_set_id: ids.third_party_import_id, error_type: name, state: FAILURE.Error };
  const outbound_error = database.save(TABLE.outboundStatus, [number], values).sys_id;
  for (const [index, error] of errors.entries()) {
    database.save(errorTable, [number, String(index)], { ...error, outbound_error });
  }
  return { ...ids, status_code: 'failure', error_response_body: errors };
}
