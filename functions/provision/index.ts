import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { toMinor } from '../../core/domain/money.ts';
import type { Organization } from '../../core/domain/organization.ts';
import { unixSeconds } from '../../core/domain/time.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createInvocationHandler } from '../../core/runtime/invocation.ts';
import { logger } from '../../core/runtime/logger.ts';
import { parseInput } from '../../core/runtime/parse-input.ts';
import { partnerSecretName } from '../../core/runtime/secret-names.ts';
import { createEmptySecret } from '../../core/runtime/secrets.ts';
import { saveBudgetAllocation } from '../../core/store/budgets.ts';
import { deleteIntegration, saveIntegration } from '../../core/store/integrations.ts';
import { deleteOtherMappings, saveMapping } from '../../core/store/mappings.ts';
import { changeEntries, type FoundParts, findOrganizationParts } from '../../core/store/organization-parts.ts';
import { saveOrganization } from '../../core/store/organizations.ts';
import { openTable } from '../../core/store/table.ts';
import { saveVendor } from '../../core/store/vendors.ts';
import { commit, type Write } from '../../core/store/write.ts';
import { PARTNER_NAMES } from '../../core/sync/partners.ts';
import { mappingsIn, type OrganizationDocument, OrganizationDocumentSchema } from './organization-document.ts';
import { supplierWrites } from './supplier-writes.ts';

const env = readEnv(ENV.tableName, ENV.secretPrefix);
const table = openTable(env.TABLE_NAME);
const secretsManager = new SecretsManagerClient({});

/**
 * Sets an organization up from its document; operators invoke it with `aws lambda invoke`. One that exists is left as it is,
 * because its administrators have changed it since, unless the document has `replace: true`: then cost centers, people,
 * integrations and mappings that are not in the document are deleted, while budgets keep their spent and committed amounts,
 * secrets their values, and suppliers their passwords unless the document has others. It can be repeated. Throws
 * `validation.failed` naming each wrong field, and `supplier.vendor_taken`.
 */
export const handler = createInvocationHandler(async (event) => {
  const document = parseInput(OrganizationDocumentSchema, event);
  const { org_id, integrations } = document;
  const before = await findOrganizationParts(table, org_id);
  if (before.organization && !document.replace) {
    logger.info('Organization exists', { org_id });
    return { org_id, exists: true, items: 0 };
  }
  for (const { partner } of integrations) {
    await createEmptySecret(secretsManager, partnerSecretName(env.SECRET_PREFIX, org_id, partner));
  }
  const now = unixSeconds(Date.now());
  const parts = [...writesOf(document, before, now), ...(await removedParts(document, before))];
  const transactions = [...parts.map((write) => [write]), ...(await supplierWrites(table, document, now))];
  for (const writes of transactions) await commit(table, writes);
  // Last, so that everything the organization refers to exists before it does, and a run that was cut off is repeated.
  await commit(table, [saveOrganization(organizationOf(document, before.organization))]);
  logger.info('Organization provisioned', { org_id, items: transactions.length + 1 });
  return { org_id, exists: before.organization !== undefined, items: transactions.length + 1 };
});

function organizationOf(document: OrganizationDocument, before: Organization | undefined): Organization {
  return {
    org_id: document.org_id,
    name: document.name,
    default_approver_id: document.default_approver_id,
    allow_self_approval: document.allow_self_approval,
    budget_policy: document.budget_policy,
    fiscal_year_start_month: document.fiscal_year_start_month,
    receive_on_shipment: document.receive_on_shipment,
    routes: document.integrations
      .filter(({ enabled }) => enabled)
      .map(({ partner, routing }) => ({ partner, ...routing })),
    version: (before?.version ?? 0) + 1,
  };
}

async function removedParts({ org_id, integrations }: OrganizationDocument, before: FoundParts): Promise<Write[]> {
  const kept = new Map(integrations.map(({ partner, mappings }) => [partner, mappings]));
  const removed = before.partners.filter((partner) => !integrations.some((one) => one.partner === partner));
  const mappings = PARTNER_NAMES.map((partner) =>
    deleteOtherMappings(table, org_id, partner, mappingsIn(kept.get(partner) ?? {})),
  );
  return [...removed.map((partner) => deleteIntegration(org_id, partner)), ...(await Promise.all(mappings)).flat()];
}

function writesOf({ org_id, ...document }: OrganizationDocument, before: FoundParts, now: number): Write[] {
  const entries = {
    costCenters: document.cost_centers.map((costCenter) => ({ org_id, ...costCenter })),
    people: document.people.map((person) => ({ org_id, ...person })),
  };
  const by = { updated_at: now, updated_by: 'provision' };
  return [
    ...changeEntries(before, entries),
    ...document.budgets.map(({ annual_budget, spent, committed, ...budget }) =>
      saveBudgetAllocation({
        org_id,
        ...budget,
        name: document.cost_centers.find(({ code }) => code === budget.cost_center)?.name ?? budget.cost_center,
        annual_minor: toMinor(annual_budget, budget.currency),
        spent_minor: toMinor(spent, budget.currency),
        committed_minor: toMinor(committed, budget.currency),
        hub_spent_minor: 0,
      }),
    ),
    ...document.vendors.map((vendor) => saveVendor(org_id, { ...vendor, version: 1 })),
    ...document.integrations.flatMap(({ mappings, ...integration }) => [
      ...mappingsIn(mappings).map((mapping) => saveMapping(org_id, integration.partner, { ...mapping, ...by })),
      saveIntegration(org_id, { ...integration, ...by }),
    ]),
  ];
}
