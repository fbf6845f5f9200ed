import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { round } from '../formats.ts';
import { FIELDS, PURCHASE_ORDER_TYPE } from './master-data.ts';
import type { MasterData } from './master-records.ts';
import { PURCHASE_ORDER } from './model.ts';
import { type EntityType, withoutLeadingZeros } from './odata/edm.ts';
import type { ValidationMessages } from './odata/errors.ts';

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
