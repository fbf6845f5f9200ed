import { viewOrganization } from '../../../core/domain/organization-input.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadOrganizationParts } from '../../../core/store/organization-parts.ts';
import { existing } from '../../../core/store/organizations.ts';
import type { Table } from '../../../core/store/table.ts';

/** The organization with its cost centers and people (procurement-api 103). */
export function getOrganization(table: Table) {
  return defineRoute('GET /v1/organization', {
    roles: ['procurement_admin'],
    async handle({ caller: { orgId } }) {
      const { costCenters, people, ...parts } = await loadOrganizationParts(table, orgId);
      const organization = existing(parts.organization, orgId);
      const body = viewOrganization(organization, costCenters, people);
      return { status: 200, body, version: organization.version };
    },
  });
}
