import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { round } from '../formats.ts';
import { PURCHASE_ORDER_TYPE } from './master-data.ts';
import type { MasterData } from './master-records.ts';
import { withoutLeadingZeros } from './odata/edm.ts';
import type { ValidationMessages } from './validation-messages.ts';

/** sap 16. */
const MANDATORY = ['PurchaseOrderType', 'Supplier', 'CompanyCode', 'PurchasingOrganization', 'PurchasingGroup'];

/**
 * The business checks of a whole order, with its defaults and computed values. Throws their messages, after those that
 * there are already.
 */
export function checkOrder(order: Entity, messages: ValidationMessages, { suppliers, products }: MasterData): void {
  messages.fields(order, MANDATORY);
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
  messages.unique(order, '_PurchaseOrderItem', ['PurchaseOrderItem']);
  messages.unique(order, '_PurchaseOrderNote', ['TextObjectType', 'Language']);
  for (const [index, item] of items.entries()) {
    const isKnown = products.get(textOf(item, 'Material')) !== undefined;
    checkItem(item, textOf(order, 'DocumentCurrency'), isKnown, messages.in('_PurchaseOrderItem', index));
  }
  messages.throwIfAny();
}

function checkItem(item: Entity, currency: string, isKnownProduct: boolean, messages: ValidationMessages): void {
  const material = textOf(item, 'Material');
  // sap 28.
  messages.fields(item, material === '' ? ['Plant', 'MaterialGroup', 'PurchaseOrderItemText'] : ['Plant']);
  if (material !== '' && !isKnownProduct) messages.add('06/110', `Material ${material} does not exist`, 'Material');
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
  messages.unique(item, '_PurchaseOrderScheduleLineTP', ['ScheduleLine']);
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
  messages.unique(item, '_PurOrdAccountAssignment', ['AccountAssignmentNumber']);
  for (const [index, account] of accounts.entries()) {
    messages.in('_PurOrdAccountAssignment', index).fields(account, ['CostCenter', 'GLAccount']);
  }
}
