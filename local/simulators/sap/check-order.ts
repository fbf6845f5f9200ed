import type { HttpRequest } from '../../http/message.ts';
import { childrenOf, decimalsOf, type Entity, isRecord, numberOf, ownOf, round, textOf } from '../entity.ts';
import { readJson } from '../vendor-api.ts';
import { CURRENCY_DECIMALS, FIELDS, PURCHASE_ORDER_TYPE } from './master-data.ts';
import type { MasterData } from './master-records.ts';
import { PURCHASE_ORDER } from './model.ts';
import { type EntityType, withoutLeadingZeros } from './odata/edm.ts';
import { parseError, type ValidationMessages } from './odata/errors.ts';

/** By entity set (sap 16). */
const MANDATORY: Readonly<Record<string, readonly string[]>> = {
  PurchaseOrder: ['PurchaseOrderType', 'Supplier', 'CompanyCode', 'PurchasingOrganization', 'PurchasingGroup'],
  PurchaseOrderItem: ['Plant'],
  PurchaseOrderAccountAssignment: ['CostCenter', 'GLAccount'],
};

/**
 * The business checks of a whole order, with its defaults and computed values. Throws their messages, after those that
 * there are already.
 */
export function checkOrder(order: Entity, messages: ValidationMessages, { suppliers, products }: MasterData): void {
  checkEntity(PURCHASE_ORDER, order, messages);
  const type = textOf(order, 'PurchaseOrderType');
  if (type !== '' && !PURCHASE_ORDER_TYPE.test(type)) {
    messages.add('06/012', `Document type ${type} is not allowed`, 'PurchaseOrderType');
  }
  const id = textOf(order, 'Supplier');
  const supplier = suppliers.get(withoutLeadingZeros(id));
  if (id !== '' && !supplier) messages.add('06/321', `Supplier ${id} does not exist`, 'Supplier');
  if (supplier?.PurchasingIsBlocked) messages.add('06/024', `Supplier ${id} is blocked for purchasing`, 'Supplier');

  const items = childrenOf(order, '_PurchaseOrderItem');
  if (items.length === 0) messages.add('06/217', 'Document contains no items', '_PurchaseOrderItem');
  for (const [index, item] of items.entries()) {
    const isKnown = products.get(textOf(item, 'Material')) !== undefined;
    checkItem(item, textOf(order, 'DocumentCurrency'), isKnown, messages.in('_PurchaseOrderItem', index));
  }
  messages.throwIfAny();
}

/** What holds for all entities: mandatory values are there, values are maintained, and children differ by their keys. */
function checkEntity(type: EntityType, entity: Entity, messages: ValidationMessages): void {
  checkMandatory(MANDATORY[type.set] ?? [], entity, messages);
  for (const [property, [label, maintained]] of Object.entries(FIELDS)) {
    const value = textOf(entity, property);
    const isKnown = maintained?.some((one) => one === value || one === withoutLeadingZeros(value)) ?? true;
    if (value !== '' && !isKnown) messages.add('06/053', `${label} ${value} is not defined`, property);
  }
  for (const [navigation, child] of Object.entries(type.children)) {
    const names = child.keys.slice(type.keys.length);
    const seen = new Set<string>();
    for (const [index, row] of childrenOf(entity, navigation).entries()) {
      const at = messages.in(navigation, index);
      const key = names.map((name) => textOf(row, name)).join(' ');
      if (seen.has(key)) at.add('06/026', `${names.join(', ')} ${key} exists already`, names[0]);
      seen.add(key);
      checkEntity(child, row, at);
    }
  }
}

function checkMandatory(names: readonly string[], entity: Entity, messages: ValidationMessages): void {
  for (const name of names) {
    if (textOf(entity, name) === '') messages.add('ME/083', `Enter ${FIELDS[name]?.[0]}`, name);
  }
}

function checkItem(item: Entity, currency: string, isKnownProduct: boolean, messages: ValidationMessages): void {
  const material = textOf(item, 'Material');
  // sap 28.
  if (material === '') checkMandatory(['MaterialGroup', 'PurchaseOrderItemText'], item, messages);
  else if (!isKnownProduct) messages.add('06/110', `Material ${material} does not exist`, 'Material');
  const number = textOf(item, 'PurchaseOrderItem');
  if (!/^[1-9]\d{0,4}$/.test(number)) {
    messages.add('06/027', `Item number ${number} is not valid`, 'PurchaseOrderItem');
  }
  if (numberOf(item, 'OrderQuantity') <= 0) messages.add('06/041', 'Quantity must be greater than 0', 'OrderQuantity');
  if (numberOf(item, 'NetPriceAmount') < 0) messages.add('06/215', 'Net price must not be negative', 'NetPriceAmount');
  if (numberOf(item, 'NetPriceQuantity') <= 0) {
    messages.add('06/216', 'Price unit must be greater than 0', 'NetPriceQuantity');
  }
  if (textOf(item, 'DocumentCurrency') !== currency) {
    const text = `Currency of the item differs from the document's currency ${currency}`;
    messages.add('06/218', text, 'DocumentCurrency');
  }
  checkAccounts(item, messages);
  checkScheduleLines(item, messages);
}

/** sap 29. */
function checkScheduleLines(item: Entity, messages: ValidationMessages): void {
  const lines = childrenOf(item, '_PurchaseOrderScheduleLineTP');
  const total = lines.reduce((sum, line) => sum + numberOf(line, 'ScheduleLineOrderQuantity'), 0);
  // Quantities have three decimals (sap 23).
  if (round(total, 3) === numberOf(item, 'OrderQuantity')) return;
  const text = `Schedule lines add up to ${total}, not to the item's quantity`;
  messages.add('06/219', text, '_PurchaseOrderScheduleLineTP');
}

/** sap 26, 27. */
function checkAccounts(item: Entity, messages: ValidationMessages): void {
  const category = textOf(item, 'AccountAssignmentCategory');
  const accounts = childrenOf(item, '_PurOrdAccountAssignment');
  if (category === '' && accounts.length > 0) {
    messages.add('ME/083', 'Enter Acct Assgmt Category', 'AccountAssignmentCategory');
  }
  if (category !== '' && accounts.length === 0) {
    messages.add('06/436', 'Enter account assignment data for the item', '_PurOrdAccountAssignment');
  }
  if (accounts.length > 1 && !['1', '2'].includes(textOf(item, 'MultipleAcctAssgmtDistribution'))) {
    messages.add('ME/083', 'Enter Distribution', 'MultipleAcctAssgmtDistribution');
  }
}

/**
 * Checks a request body against the metadata: names, JSON types, lengths, decimals; and that quantities and amounts are
 * complete, for which it adds messages. Returns the sent values and children without defaults and without computed
 * properties (sap 31).
 */
export function readPayload(type: EntityType, request: HttpRequest, messages: ValidationMessages): Entity {
  const json = readJson(request, () => parseError(['The body is not well-formed JSON']));
  const reasons: string[] = [];
  const entity = readEntity(type, json, reasons, messages);
  if (reasons.length > 0) throw parseError(reasons);
  return entity;
}

function readEntity(type: EntityType, json: unknown, reasons: string[], messages: ValidationMessages): Entity {
  const entity: Entity = {};
  if (!isRecord(json)) {
    reasons.push(`An entity of '${type.set}' must be a JSON object`);
    return entity;
  }
  for (const [name, value] of Object.entries(json)) {
    // Annotations and messages come from an earlier response.
    if (name.includes('@') || name === 'SAP__Messages') continue;
    const child = ownOf(type.children, name);
    if (child === undefined) readProperty(type, entity, name, value, reasons);
    else if (!Array.isArray(value)) reasons.push(`Navigation property '${name}' must be an array`);
    else entity[name] = value.map((row, index) => readEntity(child, row, reasons, messages.in(name, index)));
  }
  checkMeasures(type, entity, messages);
  return entity;
}

function readProperty(type: EntityType, entity: Entity, name: string, json: unknown, reasons: string[]): void {
  const property = ownOf(type.properties, name);
  const value = property?.schema.safeParse(json);
  const shown = typeof json === 'string' ? json : JSON.stringify(json);
  if (!property || !value) reasons.push(`Property '${name}' is invalid for '${type.set}'`);
  else if (!value.success) reasons.push(`Property '${name}' has invalid value '${shown}'`);
  else if (property.access !== 'computed') entity[name] = value.data;
}

/** Each sent quantity needs its unit (sap 22), and each amount its currency, which limits its decimals (sap 23). */
function checkMeasures(type: EntityType, sent: Entity, messages: ValidationMessages): void {
  for (const [name, { unit }] of Object.entries(type.properties)) {
    if (unit === undefined || !(name in sent)) continue;
    const [value, code] = [numberOf(sent, name), textOf(sent, unit)];
    const decimals = CURRENCY_DECIMALS.get(code) ?? Number.POSITIVE_INFINITY;
    const label = unit === 'DocumentCurrency' ? 'Currency' : 'Unit';
    if (code === '') messages.add('/IWBEP/CM_V4_COS/077', `${label} ${unit} must accompany ${name}`, name);
    if (decimalsOf(value) > decimals) {
      messages.add('/IWBEP/CM_V4_COS/078', `${name} ${value} has more than ${decimals} decimals of ${code}`, name);
    }
  }
}
