import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { PartnerSecrets } from '../../../core/runtime/partner-secrets.ts';
import { deleteIntegration, saveRoutes } from '../../../core/store/integrations.ts';
import { loadOrganizationParts } from '../../../core/store/organization-parts.ts';
import type { Table } from '../../../core/store/table.ts';
import { withRouting } from '../../../core/sync/routing.ts';
import { loadIntegration, partnerOf } from '../integration.ts';

/** Removes an integration, its routing and its credentials; its mappings stay (procurement-api 96). */
export function removeIntegration(table: Table, secrets: PartnerSecrets) {
  return defineRoute('DELETE /v1/integrations/{partner}', {
    roles: ['procurement_admin'],
    async handle({ params, caller: { orgId } }) {
      const partner = partnerOf(params.partner);
      await loadIntegration(table, orgId, partner);
      const { organization } = await loadOrganizationParts(table, orgId);
      // First: without the item, a repeated call would not delete it.
      await secrets.delete(orgId, partner);
      const routes = withRouting(organization, partner, undefined);
      return {
        status: 204,
        body: undefined,
        writes: [deleteIntegration(orgId, partner), saveRoutes(organization, routes)],
      };
    },
  });
}
