import * as z from 'zod/mini';
import { invalidFields } from '../../../core/domain/errors.ts';
import { type Organization, type Routing, RoutingSchema } from '../../../core/domain/organization.ts';
import type { UrlRules } from '../../../core/partners/addresses.ts';
import { credentialsFaults, settingsFaults } from '../../../core/partners/setup-faults.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { PartnerSecrets } from '../../../core/runtime/partner-secrets.ts';
import { findIntegration, saveIntegration, saveRoutes } from '../../../core/store/integrations.ts';
import { loadOrganizationParts, type OrganizationParts } from '../../../core/store/organization-parts.ts';
import type { Table } from '../../../core/store/table.ts';
import type { Write } from '../../../core/store/write.ts';
import { withRouting } from '../../../core/sync/routing.ts';
import { partnerOf, requireSameHosts } from '../integration.ts';
import { viewIntegration } from '../view-integration.ts';

const DocumentSchema = z.record(z.string(), z.unknown());

const BodySchema = z.strictObject({
  enabled: z.boolean(),
  settings: DocumentSchema,
  credentials: z.optional(DocumentSchema),
  routing: z._default(z.strictObject(RoutingSchema.shape), { request_types: null, cost_centers: null }),
});

/** Sets an integration up, or replaces its settings; credentials that are not given stay (procurement-api 93–95). */
export function putIntegration(table: Table, secrets: PartnerSecrets, urls: UrlRules) {
  return defineRoute('PUT /v1/integrations/{partner}', {
    roles: ['procurement_admin'],
    body: BodySchema,
    async handle({ body: { credentials, ...body }, params, caller: { orgId, userId }, now }) {
      const partner = partnerOf(params.partner);
      const [stored, parts] = await Promise.all([
        findIntegration(table, orgId, partner),
        loadOrganizationParts(table, orgId),
      ]);
      const { organization } = parts;
      const faults = [
        ...(await settingsFaults(partner, body.settings, urls)),
        ...(credentials ? credentialsFaults(partner, credentials) : []),
        ...routingFaults(body.routing, parts),
      ];
      if (faults.length > 0) throw invalidFields(faults);
      if (credentials) await secrets.save(orgId, partner, JSON.stringify(credentials));
      const known = await secrets.describe(orgId, partner);
      if (!credentials && known.configured) requireSameHosts(body.settings, stored);
      const integration = { partner, ...body, updated_at: now, updated_by: userId };
      const routes = withRouting(organization, partner, body.enabled ? body.routing : undefined);
      return {
        status: 200,
        body: viewIntegration(integration, known),
        writes: [saveIntegration(orgId, integration), ...changedRoutes(organization, routes)],
      };
    },
  });
}

function routingFaults({ cost_centers }: Routing, { costCenters }: OrganizationParts) {
  const codes = new Set(costCenters.map(({ code }) => code));
  return (cost_centers ?? []).flatMap((code, index) => {
    const path = `routing.cost_centers.${index}`;
    return codes.has(code) ? [] : [{ path, message: 'must be a cost center of this organization' }];
  });
}

/** In the transaction of the integration: a route without one would send requests nowhere. */
function changedRoutes(organization: Organization, routes: Organization['routes']): Write[] {
  const isSame = JSON.stringify(routes) === JSON.stringify(organization.routes);
  return isSame ? [] : [saveRoutes(organization, routes)];
}
