import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { toMinor } from '../../core/domain/money.ts';
import { unixSeconds } from '../../core/domain/time.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createInvocationHandler } from '../../core/runtime/invocation.ts';
import { logger } from '../../core/runtime/logger.ts';
import { parseInput } from '../../core/runtime/parse-input.ts';
import { partnerSecretName } from '../../core/runtime/secret-names.ts';
import { createEmptySecret } from '../../core/runtime/secrets.ts';
import { saveBudgetAllocation } from '../../core/store/budgets.ts';
import { deleteOtherMappings, saveMapping } from '../../core/store/mappings.ts';
import {
  deleteOtherParts,
  saveCostCenter,
  saveIntegration,
  saveOrganization,
  savePerson,
} from '../../core/store/organizations.ts';
import { openTable } from '../../core/store/table.ts';
import { saveVendor } from '../../core/store/vendors.ts';
import { commit, type Write } from '../../core/store/write.ts';
import { PARTNER_NAMES } from '../../core/sync/partners.ts';
import { mappingsIn, type OrganizationDocument, OrganizationDocumentSchema } from './organization-document.ts';

const env = readEnv(ENV.tableName, ENV.secretPrefix);
const table = openTable(env.TABLE_NAME);
const secretsManager = new SecretsManagerClient({});

/**
 * Creates or updates an organization from its document; operators invoke it with `aws lambda invoke`. It can be repeated:
 * existing budgets keep their spent and committed amounts, and existing secrets their values. Cost centers and
 * integrations that are not in the document are deleted. Throws `validation.failed` naming each wrong field.
 */
export const handler = createInvocationHandler(async (event) => {
  const document = parseInput(OrganizationDocumentSchema, event);
  const { org_id, integrations } = document;
  for (const { partner } of integrations) {
    await createEmptySecret(secretsManager, partnerSecretName(env.SECRET_PREFIX, org_id, partner));
  }
  const removed = await deleteOtherParts(table, org_id, {
    costCenters: document.cost_centers.map(({ code }) => code),
    partners: integrations.map(({ partner }) => partner),
  });
  for (const partner of PARTNER_NAMES) {
    const { mappings = {} } = integrations.find((integration) => integration.partner === partner) ?? {};
    removed.push(...(await deleteOtherMappings(table, org_id, partner, mappingsIn(mappings))));
  }
  const writes = [...writesOf(document, unixSeconds(Date.now())), ...removed];
  for (const write of writes) await commit(table, [write]);
  logger.info('Organization provisioned', { org_id, items: writes.length });
  return { org_id, items: writes.length };
});

function writesOf({ org_id, ...document }: OrganizationDocument, now: number): Write[] {
  return [
    ...document.cost_centers.map((costCenter) => saveCostCenter({ org_id, ...costCenter })),
    ...document.people.map((person) => savePerson({ org_id, ...person })),
    ...document.budgets.map(({ annual_budget, spent, committed, ...budget }) =>
      saveBudgetAllocation({
        org_id,
        ...budget,
        name: document.cost_centers.find(({ code }) => code === budget.cost_center)?.name ?? budget.cost_center,
        annual_minor: toMinor(annual_budget, budget.currency),
        spent_minor: toMinor(spent, budget.currency),
        committed_minor: toMinor(committed, budget.currency),
      }),
    ),
    ...document.vendors.map((vendor) => saveVendor(org_id, vendor)),
    ...document.integrations.flatMap(({ mappings, ...integration }) => [
      ...mappingsIn(mappings).map((mapping) =>
        saveMapping(org_id, integration.partner, { ...mapping, updated_at: now, updated_by: 'provision' }),
      ),
      saveIntegration(org_id, integration),
    ]),
    // Last, so that everything the organization refers to exists before it does.
    saveOrganization({
      org_id,
      name: document.name,
      default_approver_id: document.default_approver_id,
      allow_self_approval: document.allow_self_approval,
      budget_policy: document.budget_policy,
      fiscal_year_start_month: document.fiscal_year_start_month,
      enabled_partners: document.integrations.filter(({ enabled }) => enabled).map(({ partner }) => partner),
    }),
  ];
}
