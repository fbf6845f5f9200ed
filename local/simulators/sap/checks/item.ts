/** The business checks of one item with its account assignments. */
import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { round } from '../formats.ts';
import {
  CONTROLLING_AREAS,
  COST_CENTERS,
  GL_ACCOUNTS,
  MATERIAL_GROUPS,
  PLANTS,
  TAX_CODES,
  UNITS,
} from '../master-data.ts';
import type { Findings } from './validation-messages.ts';

/** Internal symbols; of the account assignment categories, the system knows the cost center's only. */
const COST_CENTER_CATEGORY = 'K';

/** Quantities are Decimal(13,3) (facts 1.4). */
const QUANTITY_DECIMALS = 3;

export function checkItem(item: Entity, order: Entity, findings: Findings): void {
  findings.require(item, 'Plant', 'Plant');
  findings.known(item, 'Plant', 'Plant', PLANTS);
  findings.known(item, 'TaxCode', 'Tax code', TAX_CODES);
  findings.known(item, 'PurchaseOrderQuantityUnit', 'Unit of measure', UNITS);
  findings.known(item, 'OrderPriceUnit', 'Unit of measure', UNITS);
  checkProduct(item, findings);
  if (!/^[1-9]\d{0,4}$/.test(textOf(item, 'PurchaseOrderItem'))) {
    findings.add('06/027', `Item number ${textOf(item, 'PurchaseOrderItem')} is not valid`, 'PurchaseOrderItem');
  }
  if (numberOf(item, 'OrderQuantity') <= 0) findings.add('06/041', 'Quantity must be greater than 0', 'OrderQuantity');
  if (numberOf(item, 'NetPriceAmount') < 0) findings.add('06/215', 'Net price must not be negative', 'NetPriceAmount');
  if (numberOf(item, 'NetPriceQuantity') <= 0) {
    findings.add('06/216', 'Price unit must be greater than 0', 'NetPriceQuantity');
  }
  const currency = textOf(order, 'DocumentCurrency');
  if (textOf(item, 'DocumentCurrency') !== currency) {
    findings.add('06/218', `Currency of the item differs from the document's currency ${currency}`, 'DocumentCurrency');
  }
  checkAccounts(item, findings);
  checkScheduleLines(item, findings);
}

/** A text item needs only a material group (facts 1.8). The system has no material master, so no material is known. */
function checkProduct(item: Entity, findings: Findings): void {
  const material = textOf(item, 'Material');
  if (material !== '') {
    findings.add('06/110', `Material ${material} does not exist`, 'Material');
    return;
  }
  findings.require(item, 'MaterialGroup', 'Material Group');
  findings.require(item, 'PurchaseOrderItemText', 'Short Text');
  const group = textOf(item, 'MaterialGroup');
  if (group !== '' && !Object.hasOwn(MATERIAL_GROUPS, group)) {
    findings.add('06/053', `Material group ${group} is not defined`, 'MaterialGroup');
  }
}

/** That the lines must add up to the item's quantity is inferred. */
function checkScheduleLines(item: Entity, findings: Findings): void {
  findings.unique(item, '_PurchaseOrderScheduleLineTP', ['ScheduleLine']);
  const lines = childrenOf(item, '_PurchaseOrderScheduleLineTP');
  const total = lines.reduce((sum, line) => sum + numberOf(line, 'ScheduleLineOrderQuantity'), 0);
  if (round(total, QUANTITY_DECIMALS) !== numberOf(item, 'OrderQuantity')) {
    findings.add(
      '06/219',
      `Schedule lines add up to ${total}, not to the item's quantity`,
      '_PurchaseOrderScheduleLineTP',
    );
  }
}

function checkAccounts(item: Entity, findings: Findings): void {
  const category = textOf(item, 'AccountAssignmentCategory');
  const accounts = childrenOf(item, '_PurOrdAccountAssignment');
  if (category === '') {
    if (accounts.length > 0) findings.add('ME/083', 'Enter Acct Assgmt Category', 'AccountAssignmentCategory');
    return;
  }
  if (category !== COST_CENTER_CATEGORY) {
    findings.add('06/053', `Account assignment category ${category} is not defined`, 'AccountAssignmentCategory');
    return;
  }
  if (accounts.length === 0) {
    findings.add('06/436', 'Enter account assignment data for the item', '_PurOrdAccountAssignment');
  }
  // Facts 1.4: a split says how its value is distributed.
  if (accounts.length > 1 && !['1', '2'].includes(textOf(item, 'MultipleAcctAssgmtDistribution'))) {
    findings.add('ME/083', 'Enter Distribution', 'MultipleAcctAssgmtDistribution');
  }
  findings.unique(item, '_PurOrdAccountAssignment', ['AccountAssignmentNumber']);
  for (const [index, account] of accounts.entries()) {
    checkAccount(account, findings.in('_PurOrdAccountAssignment', index));
  }
}

function checkAccount(account: Entity, findings: Findings): void {
  const costCenters = COST_CENTERS.map(({ CostCenter }) => CostCenter);
  findings.require(account, 'CostCenter', 'Cost Center');
  findings.known(account, 'CostCenter', 'Cost center', costCenters);
  findings.require(account, 'GLAccount', 'G/L Account');
  findings.known(account, 'GLAccount', 'G/L account', GL_ACCOUNTS);
  findings.known(account, 'ControllingArea', 'Controlling area', CONTROLLING_AREAS);
}
