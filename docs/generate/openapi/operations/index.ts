import type { Operation, RouteKey } from '../operation.ts';
import { ATTENTION_OPERATIONS } from './attention.ts';
import { CATALOG_OPERATIONS } from './catalog.ts';
import { ERP_SYNC_OPERATIONS, MASTER_DATA_OPERATIONS } from './master-data.ts';
import { ORDER_OPERATIONS, TICKET_OPERATIONS } from './orders-and-tickets.ts';
import { REQUEST_OPERATIONS } from './requests.ts';
import { INTEGRATION_OPERATIONS, ORGANIZATION_OPERATIONS } from './setup.ts';
import { SUBSCRIPTION_OPERATIONS } from './subscriptions.ts';
import { SUPPLIER_OPERATIONS } from './suppliers.ts';

/** The operation of each route, in the order in which the document has them. */
export const OPERATIONS: Readonly<Record<RouteKey, Operation>> = {
  ...REQUEST_OPERATIONS,
  ...ORDER_OPERATIONS,
  ...TICKET_OPERATIONS,
  ...MASTER_DATA_OPERATIONS,
  ...CATALOG_OPERATIONS,
  ...ERP_SYNC_OPERATIONS,
  ...ATTENTION_OPERATIONS,
  ...INTEGRATION_OPERATIONS,
  ...ORGANIZATION_OPERATIONS,
  ...SUPPLIER_OPERATIONS,
  ...SUBSCRIPTION_OPERATIONS,
};
