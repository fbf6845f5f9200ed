/** The business checks of a whole purchase order, on its complete values, before anything is stored. */
import { childrenOf, type Entity, textOf } from '../entity.ts';
import { withoutLeadingZeros } from '../formats.ts';
import {
  COMPANY_CODES,
  CURRENCY_DECIMALS,
  PURCHASE_ORDER_TYPE,
  PURCHASING_GROUPS,
  PURCHASING_ORGANIZATIONS,
  SUPPLIERS,
} from '../master-data.ts';
import { checkItem } from './item.ts';
import type { Findings } from './validation-messages.ts';

export function checkOrder(order: Entity, findings: Findings): void {
  checkHeader(order, findings);
  const items = childrenOf(order, '_PurchaseOrderItem');
  if (items.length === 0) findings.add('06/217', 'Document contains no items', '_PurchaseOrderItem');
  findings.unique(order, '_PurchaseOrderItem', ['PurchaseOrderItem']);
  findings.unique(order, '_PurchaseOrderNote', ['TextObjectType', 'Language']);
  for (const [index, item] of items.entries()) checkItem(item, order, findings.in('_PurchaseOrderItem', index));
}

/**
 * Mandatory in the metadata: type and supplier; company code, purchasing organization and group are enforced by
 * business checks (facts 1.4, marks M and V).
 */
function checkHeader(order: Entity, findings: Findings): void {
  findings.require(order, 'PurchaseOrderType', 'Purchase Order Type');
  findings.require(order, 'Supplier', 'Supplier');
  findings.require(order, 'CompanyCode', 'Company Code');
  findings.require(order, 'PurchasingOrganization', 'Purch. Organization');
  findings.require(order, 'PurchasingGroup', 'Purch. Group');
  findings.known(order, 'CompanyCode', 'Company code', COMPANY_CODES);
  findings.known(order, 'PurchasingOrganization', 'Purchasing organization', PURCHASING_ORGANIZATIONS);
  findings.known(order, 'DocumentCurrency', 'Currency', Object.keys(CURRENCY_DECIMALS));
  const group = textOf(order, 'PurchasingGroup');
  // Not an id with leading zeros to be ignored, but a code: 001 and 1 differ.
  if (group !== '' && !PURCHASING_GROUPS.includes(group)) {
    findings.add('06/053', `Purchasing group ${group} is not defined`, 'PurchasingGroup');
  }
  const type = textOf(order, 'PurchaseOrderType');
  if (type !== '' && !PURCHASE_ORDER_TYPE.test(type)) {
    findings.add('06/012', `Document type ${type} is not allowed`, 'PurchaseOrderType');
  }
  checkSupplier(textOf(order, 'Supplier'), findings);
}

function checkSupplier(id: string, findings: Findings): void {
  if (id === '') return;
  const supplier = SUPPLIERS.find(({ Supplier }) => Supplier === withoutLeadingZeros(id));
  if (!supplier) findings.add('06/321', `Supplier ${id} does not exist`, 'Supplier');
  else if (supplier.PurchasingIsBlocked) findings.add('06/024', `Supplier ${id} is blocked for purchasing`, 'Supplier');
}
