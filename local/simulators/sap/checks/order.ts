import { childrenOf, type Entity, textOf } from '../../entity.ts';
import { withoutLeadingZeros } from '../entity.ts';
import {
  COMPANY_CODES,
  CURRENCIES,
  PURCHASE_ORDER_TYPE,
  PURCHASING_GROUPS,
  PURCHASING_ORGANIZATIONS,
} from '../master-data.ts';
import type { MasterData } from '../master-records.ts';
import { checkItem } from './item.ts';
import type { ValidationMessages } from './validation-messages.ts';

/** The business checks of a whole order, with its defaults and computed values. */
export function checkOrder(order: Entity, messages: ValidationMessages, master: MasterData): void {
  checkHeader(order, messages, master);
  const items = childrenOf(order, '_PurchaseOrderItem');
  if (items.length === 0) messages.add('06/217', 'Document contains no items', '_PurchaseOrderItem');
  messages.unique(order, '_PurchaseOrderItem', ['PurchaseOrderItem']);
  messages.unique(order, '_PurchaseOrderNote', ['TextObjectType', 'Language']);
  for (const [index, item] of items.entries()) checkItem(item, order, messages.in('_PurchaseOrderItem', index), master);
}

/** sap 16, 24. */
function checkHeader(order: Entity, messages: ValidationMessages, { suppliers }: MasterData): void {
  messages.require(order, 'PurchaseOrderType', 'Purchase Order Type');
  messages.require(order, 'Supplier', 'Supplier');
  messages.require(order, 'CompanyCode', 'Company Code');
  messages.require(order, 'PurchasingOrganization', 'Purch. Organization');
  messages.require(order, 'PurchasingGroup', 'Purch. Group');
  messages.known(order, 'CompanyCode', 'Company code', COMPANY_CODES);
  messages.known(order, 'PurchasingOrganization', 'Purchasing organization', PURCHASING_ORGANIZATIONS);
  messages.known(order, 'PurchasingGroup', 'Purchasing group', PURCHASING_GROUPS);
  messages.known(order, 'DocumentCurrency', 'Currency', CURRENCIES);
  const type = textOf(order, 'PurchaseOrderType');
  if (type !== '' && !PURCHASE_ORDER_TYPE.test(type)) {
    messages.add('06/012', `Document type ${type} is not allowed`, 'PurchaseOrderType');
  }
  const id = textOf(order, 'Supplier');
  const supplier = suppliers.get(withoutLeadingZeros(id));
  if (id !== '' && !supplier) messages.add('06/321', `Supplier ${id} does not exist`, 'Supplier');
  if (supplier?.PurchasingIsBlocked) messages.add('06/024', `Supplier ${id} is blocked for purchasing`, 'Supplier');
}
