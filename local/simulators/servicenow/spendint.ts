import { jsonResponse } from '../../http/message.ts';
import { isRecord } from '../entity.ts';
import { readJson, type VendorCall, type VendorRoutes } from '../vendor-api.ts';
import type { ServiceNowSettings } from './access.ts';
import type { Database, Values } from './database.ts';
import { checkFields, type Field, fieldMessage, fields, type Json, ownValue } from './fields.ts';
import { platformError } from './platform.ts';
import { ACKNOWLEDGMENT, CATALOG, INVOICE, type Messages, type Rules, SHIPMENT, subjectOf, updateOf } from './rules.ts';
import { ERROR_KEYS, errorTableOf, FAILURE, TABLE } from './tables.ts';

/** A kind of document, as its page describes it (servicenow 10–17). */
interface DocumentType {
  readonly header: readonly Field[];
  /** The name of the list, and the fields of its elements. */
  readonly list: string;
  /** Whether it may be empty (servicenow 32). */
  readonly isListOptional?: boolean;
  readonly item: readonly Field[];
  readonly rules: Rules;
  /** What ends each message, if not only a newline. */
  readonly messageEnd?: string;
}

const DOCUMENT_TYPES: Readonly<Record<string, DocumentType>> = {
  catalog: {
    header: fields('customer_id 100, catalog_id 100, supplier_id! 100, third_party_import_id 100'),
    list: 'products',
    item: fields(`product_name! 1000, mpn? 100, sku! 100, manufacturer! 100, product_category_name? 100,
      unspsc? 100, parent_bundle 100, bundled_components 0 components, product_description 65000,
      product_attributes 0 attributes, images 0 strings, unit! 40, available_units 40 number,
      available_for_country 0 strings, delivery_time 40 integer, contract_agreement? 0 contract`),
    rules: CATALOG,
    messageEnd: ' \n',
  },
  price: {
    header: fields('customer_id! 100, catalog_id! 100, supplier_id! 100, third_party_import_id 100'),
    list: 'products',
    item: fields('sku! 100, contract_agreement! 0 contract'),
    rules: updateOf('pricing'),
  },
  availability: {
    // The supplier is not marked as required here (servicenow 15).
    header: fields('customer_id! 100, catalog_id! 100, supplier_id 100, third_party_import_id 100'),
    list: 'products',
    item: fields('sku! 100, unit! 100, available_units 40 number'),
    rules: updateOf('availability'),
  },
  orderack: {
    header: fields(`customer_id! 100, supplier_id! 100, third_party_import_id 100, order_number! 40,
      sales_order_number 40, status_code! 40 confirmation, status_message 1000`),
    list: 'sales_order_lines',
    isListOptional: true,
    item: fields('line_number! 40, sales_order_line_number 40, estimated_arrival_date 40 date'),
    rules: ACKNOWLEDGMENT,
  },
  shipment: {
    header: fields(`customer_id 100, supplier_id! 100, third_party_import_id 100, supplier_shipment_number! 100,
      order_number! 40, sales_order_number! 40`),
    list: 'shipment_lines',
    item: fields(`line_number! 40, sales_order_line_number 40, shipment_quantity! 40 number, shipping_carrier 100,
      tracking_number 100, shipping_address 0 address, ship_to 100, planned_shipment_date 40 date,
      actual_shipment_date 40 date, estimated_arrival_date 40 date, product_details 0 details`),
    rules: SHIPMENT,
  },
  invoice: {
    // Empty order and line numbers have messages of their own (servicenow 34).
    header: fields(`customer_id 100, supplier_id! 100, third_party_import_id 100, supplier_invoice_number! 100,
      supplier_tax_id 100, order_number 40, sales_order_number! 40, invoice_date! 40 date, subtotal! 40 number,
      tax_rate 100, tax! 40 number, shipping! 40 number, other_charges 100 number, discounts 100 number,
      total_amount_invoiced! 40 number, remit_to_address! 1000, currency! 40`),
    list: 'invoice_lines',
    item: fields(`supplier_invoice_line_number! 100, line_number 40, sales_order_line_number! 40,
      invoiced_quantity! 40 number, invoiced_line_amount! 40 number`),
    rules: INVOICE,
  },
};

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
        const errors = applyDocument(database, name, type, customerIds, document);
        return errors.length === 0 ? [] : [record(database, name, document, errors)];
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
  name: string,
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
  const customers = [undefined, ...customerIds, whole.order?.customer_id];
  const limit = `Each transaction has a limit of ${MAX_PRODUCTS} products`;
  const ofDocument = [
    ...applying({
      [fieldMessage(type.list)]: !isListValid,
      [fieldMessage('customer_id')]: !customers.includes(header.values.customer_id),
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
    return [{ ...echo(ERROR_KEYS[name] ?? '', sent, document), error_message }];
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
function record(database: Database, name: string, document: Json, errors: readonly Values[]) {
  const number = String(database.count(TABLE.outboundStatus) + 1);
  const ids = echo('customer_id supplier_id third_party_import_id', document);
  const values = { ...ids, import_set_id: ids.third_party_import_id, error_type: name, state: FAILURE.Error };
  const outbound_error = database.save(TABLE.outboundStatus, [number], values).sys_id;
  for (const [index, error] of errors.entries()) {
    database.save(errorTableOf(name), [number, String(index)], { ...error, outbound_error });
  }
  return { ...ids, status_code: 'failure', error_response_body: errors };
}
