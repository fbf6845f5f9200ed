import { fiscalYearOf } from '../domain/budget.ts';
import { unixSeconds } from '../domain/time.ts';
import type { PullEnvironment } from '../pull/pull-environment.ts';
import { createPullMachine } from '../pull/pull-machine.ts';
import { type PartnerPulls, scopePull } from '../pull/puller.ts';
import { applyBudgets } from '../store/apply-budgets.ts';
import { applyOrders } from '../store/apply-orders.ts';
import { applyVendors } from '../store/apply-vendors.ts';
import { loadIntegrationSettings } from '../store/integrations.ts';
import { queryAllMappings } from '../store/mappings.ts';
import { loadOrganization } from '../store/organizations.ts';
import { applyProducts } from '../store/products.ts';
import { createPullStore } from '../store/pull-store.ts';
import { findOrdersByNumber } from '../store/purchase-orders.ts';
import { openTable } from '../store/table.ts';
import { queryUnsettledOrders } from '../store/unsettled-orders.ts';
import { COST_CENTER_KIND } from '../sync/mappings.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';
import { readEnv } from './env.ts';
import { ENV } from './env-names.ts';
import { newLeaseOwner } from './ids.ts';
import { createQueueConsumer } from './queue-consumer.ts';
import { partnerSecretName } from './secret-names.ts';
import { createSecretReader } from './secrets.ts';

/** The entry point of the pulls from a partner: its queue, the pull machine, the partner's pulls and the hub's rules. */
export function createPullConsumer(partner: Partner, createPulls: (environment: PullEnvironment) => PartnerPulls) {
  const env = readEnv(ENV.tableName, ENV.queueUrl, ENV.secretPrefix, ENV.partnerProtocols);
  const table = openTable(env.TABLE_NAME);
  const readSecret = createSecretReader();
  const source = PARTNERS[partner].erpSource;
  const pulls = createPulls({
    loadSettings: (orgId) => loadIntegrationSettings(table, orgId, partner),
    readSecret: (orgId, options) => readSecret(partnerSecretName(env.SECRET_PREFIX, orgId, partner), options),
    protocols: env.PARTNER_PROTOCOLS.split(' '),
    clock: Date.now,
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
  return createQueueConsumer({
    queueUrl: env.QUEUE_URL,
    handle: (event, remainingMs) => pull(event.org_id, event.subject.id, remainingMs),
  });
}
