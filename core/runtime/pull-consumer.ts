import { fiscalYearOf } from '../domain/fiscal-year.ts';
import { unixSeconds } from '../domain/time.ts';
import type { PullEnvironment } from '../pull/pull-environment.ts';
import { createPullMachine } from '../pull/pull-machine.ts';
import { type PartnerPulls, scopePull } from '../pull/puller.ts';
import { applyBudgets } from '../store/apply-budgets.ts';
import { applyOrders } from '../store/apply-orders.ts';
import { applyVendors } from '../store/apply-vendors.ts';
import { queryAllMappings } from '../store/mappings.ts';
import { loadOrganization } from '../store/organizations.ts';
import { applyProducts } from '../store/products.ts';
import { createPullStore } from '../store/pull-store.ts';
import { findOrdersByNumber } from '../store/purchase-orders.ts';
import { queryUnsettledOrders } from '../store/unsettled-orders.ts';
import { COST_CENTER_KIND } from '../sync/mappings.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';
import { createEventConsumer } from './event-consumer.ts';
import { newLeaseOwner } from './ids.ts';
import { openPartner } from './open-partner.ts';

/** The entry point of the pulls from a partner: its queue, the pull machine, the partner's pulls and the hub's rules. */
export function createPullConsumer(partner: Partner, createPulls: (environment: PullEnvironment) => PartnerPulls) {
  const { table, queueUrl, environment } = openPartner(partner);
  const source = PARTNERS[partner].erpSource;
  const pulls = createPulls({
    ...environment,
    costCenters: async (orgId) => {
      const mappings = await queryAllMappings(table, { orgId, partner, kind: COST_CENTER_KIND });
      return mappings.map(({ key: code, value }) => ({ code, value }));
    },
    fiscalYear: async (orgId, nowMs) => fiscalYearOf(unixSeconds(nowMs), await loadOrganization(table, orgId)),
    ownOrders: async (orgId, numbers) => new Set((await findOrdersByNumber(table, { orgId, source }, numbers)).keys()),
    unsettledOrders: (orgId) => queryUnsettledOrders(table, orgId, partner),
  });
  const pull = createPullMachine({
    port: {
      scopes: {
        vendors: scopePull(pulls.vendors, applyVendors(table, partner)),
        budgets: scopePull(pulls.budgets, applyBudgets(table)),
        purchase_orders: scopePull(pulls.purchase_orders, applyOrders(table, source)),
        catalogs: scopePull(pulls.catalogs, applyProducts(table, partner)),
      },
      limitsOf: pulls.limitsOf,
    },
    store: createPullStore(table, partner),
    clock: Date.now,
    random: Math.random,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    newLeaseOwner,
  });
  return createEventConsumer({
    queueUrl,
    handle: (event, remainingMs) => pull(event.org_id, event.subject.id, remainingMs),
  });
}
