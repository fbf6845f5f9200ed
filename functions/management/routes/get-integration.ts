import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { PartnerSecrets } from '../../../core/runtime/partner-secrets.ts';
import type { Table } from '../../../core/store/table.ts';
import { loadIntegration, partnerOf } from '../integration.ts';
import { viewIntegration } from '../view-integration.ts';

/** An integration, without the values of its credentials (procurement-api 92). */
export function getIntegration(table: Table, secrets: PartnerSecrets) {
  return defineRoute('GET /v1/integrations/{partner}', {
    roles: ['procurement_admin'],
    async handle({ params, caller: { orgId } }) {
      const partner = partnerOf(params.partner);
      const integration = await loadIntegration(table, orgId, partner);
      return { status: 200, body: viewIntegration(integration, await secrets.describe(orgId, partner)) };
    },
  });
}
