import { HubError } from '../../../core/domain/errors.ts';
import { OrganizationInputSchema, viewOrganization } from '../../../core/domain/organization-input.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { changeEntries, loadOrganizationParts } from '../../../core/store/organization-parts.ts';
import { saveNextOrganization } from '../../../core/store/organizations.ts';
import type { Table } from '../../../core/store/table.ts';

/** A transaction has at most 100 items, and the organization is one. */
const MAX_CHANGES = 98;

/** Replaces the organization, its cost centers and its people, all or nothing (procurement-api 104–106). */
export function putOrganization(table: Table) {
  return defineRoute('PUT /v1/organization', {
    roles: ['procurement_admin'],
    body: OrganizationInputSchema,
    async handle({ body: { cost_centers, people, ...body }, caller: { orgId: org_id }, ifMatch }) {
      const before = await loadOrganizationParts(table, org_id);
      const { organization: stored } = before;
      requireMatch(ifMatch, { id: org_id, version: stored.version });
      const after = {
        costCenters: cost_centers.map((costCenter) => ({ org_id, ...costCenter })),
        people: people.map((person) => ({ org_id, ...person })),
      };
      const changes = changeEntries(before, after);
      if (changes.length > MAX_CHANGES) throw tooManyChanges(changes.length);
      const organization = { ...stored, ...body, version: stored.version + 1 };
      return {
        status: 200,
        body: viewOrganization(organization, after.costCenters, after.people),
        version: organization.version,
        writes: [saveNextOrganization(organization), ...changes],
      };
    },
  });
}

function tooManyChanges(count: number): HubError {
  const message = `The call adds, changes and removes ${count} cost centers and people, and at most ${MAX_CHANGES} change at once: change them in several calls.`;
  return new HubError('organization.too_many_changes', message);
}
