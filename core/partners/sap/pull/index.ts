import type { PullEnvironment } from '../../../pull/pull-environment.ts';
import type { PartnerPulls } from '../../../pull/puller.ts';
import { limitsOf } from '../../../sync/integration-settings.ts';
import { createOpenSap } from './open-sap.ts';
import { pullBudgets } from './pull-budgets.ts';
import { pullOrders } from './pull-orders.ts';
import { pullProducts } from './pull-products.ts';
import { pullVendors } from './pull-vendors.ts';

/** SAP S/4HANA behind the pull machine. */
export function createSapPulls(environment: PullEnvironment): PartnerPulls {
  const openSap = createOpenSap(environment);
  return {
    vendors: pullVendors(openSap),
    budgets: pullBudgets(openSap, environment),
    purchase_orders: pullOrders(openSap, environment),
    catalogs: pullProducts(openSap),
    limitsOf: async (orgId) => limitsOf((await openSap(orgId)).settings),
  };
}
