import { childrenOf, type Entity, numberOf, textOf } from '../../entity.ts';
import { round } from '../../formats.ts';
import {
  ACCOUNT_ASSIGNMENT_CATEGORIES,
  CONTROLLING_AREAS,
  COST_CENTERS,
  GL_ACCOUNTS,
  MATERIAL_GROUPS,
  PLANTS,
  TAX_CODES,
  UNITS,
} from '../master-data.ts';
import type { MasterData } from '../master-records.ts';
import type { ValidationMessages } from './validation-messages.ts';

/** sap 23. */
const QUANTITY_DECIMALS = 3;

/** The business checks of an item and its children. */
export function checkItem(item: Entity, order: Entity, messages: ValidationMessages, { products }: MasterData): void {
  messages.require(item, 'Plant', 'Plant');
  messages.known(item, 'Plant', 'Plant', PLANTS);
  messages.known(item, 'TaxCode', 'Tax code', TAX_CODES);
  messages.known(item, 'PurchaseOrderQuantityUnit', 'Unit of measure', UNITS);
  messages.known(item, 'OrderPriceUnit', 'Unit of measure', UNITS);
  checkProduct(item, messages, products.get(textOf(item, 'Material')) !== undefined);
  const number = textOf(item, 'PurchaseOrderItem');
  if (!/^[1-9]\d{0,4}$/.test(number)) {
    messages.add('06/027', `Item number ${number} is not valid`, 'PurchaseOrderItem');
  }
  if (numberOf(item, 'OrderQuantity') <= 0) messages.add('06/041', 'Quantity must be greater than 0', 'OrderQuantity');
  if (numberOf(item, 'NetPriceAmount') < 0) messages.add('06/215', 'Net price must not be negative', 'NetPriceAmount');
  if (numberOf(item, 'NetPriceQuantity') <= 0) {
    messages.add('06/216', 'Price unit must be greater than 0', 'NetPriceQuantity');
  }
  const currency = textOf(order, 'DocumentCurrency');
  if (textOf(item, 'DocumentCurrency') !== currency) {
    const text = `Currency of the item differs from the document's currency ${currency}`;
    messages.add('06/218', text, 'DocumentCurrency');
  }
  checkAccounts(item, messages);
  checkScheduleLines(item, messages);
}

/** sap 28. */
function checkProduct(item: Entity, messages: ValidationMessages, isKnown: boolean): void {
  const material = textOf(item, 'Material');
  if (material !== '' && !isKnown) messages.add('06/110', `Material ${material} does not exist`, 'Material');
  if (material !== '') return;
  messages.require(item, 'MaterialGroup', 'Material Group');
  messages.require(item, 'PurchaseOrderItemText', 'Short Text');
  messages.known(item, 'MaterialGroup', 'Material group', Object.keys(MATERIAL_GROUPS));
}

/** sap 29. */
function checkScheduleLines(item: Entity, messages: ValidationMessages): void {
  messages.unique(item, '_PurchaseOrderScheduleLineTP', ['ScheduleLine']);
  const lines = childrenOf(item, '_PurchaseOrderScheduleLineTP');
  const total = lines.reduce((sum, line) => sum + numberOf(line, 'ScheduleLineOrderQuantity'), 0);
  if (round(total, QUANTITY_DECIMALS) === numberOf(item, 'OrderQuantity')) return;
  const text = `Schedule lines add up to ${total}, not to the item's quantity`;
  messages.add('06/219', text, '_PurchaseOrderScheduleLineTP');
}

/** sap 26, 27. */
function checkAccounts(item: Entity, messages: ValidationMessages): void {
  const category = textOf(item, 'AccountAssignmentCategory');
  const accounts = childrenOf(item, '_PurOrdAccountAssignment');
  messages.known(item, 'AccountAssignmentCategory', 'Account assignment category', ACCOUNT_ASSIGNMENT_CATEGORIES);
  if (!ACCOUNT_ASSIGNMENT_CATEGORIES.includes(category)) {
    const isMissing = category === '' && accounts.length > 0;
    if (isMissing) messages.add('ME/083', 'Enter Acct Assgmt Category', 'AccountAssignmentCategory');
    return;
  }
  if (accounts.length === 0) {
    messages.add('06/436', 'Enter account assignment data for the item', '_PurOrdAccountAssignment');
  }
  if (accounts.length > 1 && !['1', '2'].includes(textOf(item, 'MultipleAcctAssgmtDistribution'))) {
    messages.add('ME/083', 'Enter Distribution', 'MultipleAcctAssgmtDistribution');
  }
  messages.unique(item, '_PurOrdAccountAssignment', ['AccountAssignmentNumber']);
  for (const [index, account] of accounts.entries()) {
    checkAccount(account, messages.in('_PurOrdAccountAssignment', index));
  }
}

function checkAccount(account: Entity, messages: ValidationMessages): void {
  const costCenters = COST_CENTERS.map(({ CostCenter }) => CostCenter);
  messages.require(account, 'CostCenter', 'Cost Center');
  messages.known(account, 'CostCenter', 'Cost center', costCenters);
  messages.require(account, 'GLAccount', 'G/L Account');
  messages.known(account, 'GLAccount', 'G/L account', GL_ACCOUNTS);
  messages.known(account, 'ControllingArea', 'Controlling area', CONTROLLING_AREAS);
}
