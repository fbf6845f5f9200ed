import { viewOrganization } from '../../../core/domain/organization-input.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadOrganizationParts } from '../../../core/store/organization-parts.ts';
import type { Table } from '../../../core/store/table.ts';

/** The organization with its cost centers and people (procurement-api 103). */
export function getOrganization(table: Table) {
  return defineRoute('GET /v1/organization', {
    roles: ['procurement_admin'],
    async handle({ caller: { orgId } }) {
      const { organization, costCenters, people } = await loadOrganizationParts(table, orgId);
      const body = viewOrganization(organization, costCenters, people);
      return { status: 200, body, version: organization.version };
    },
  });
}
