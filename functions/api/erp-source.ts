import type { Organization } from '../../core/domain/organization.ts';
import type { ErpSource } from '../../core/domain/procurement-request.ts';
import { loadOrganization } from '../../core/store/organizations.ts';
import type { Table } from '../../core/store/table.ts';
import { erpSourceOf } from '../../core/sync/routing.ts';

/**
 * The `erp_source` of a request (procurement-api 94). A remembered organization may lack the integration that an
 * administrator has just enabled, and a manual request never goes to an ERP: `manual` is decided by the organization as it is.
 */
export async function chooseErpSource(
  table: Table,
  organization: Organization,
  routed: Parameters<typeof erpSourceOf>[1],
): Promise<ErpSource> {
  const source = erpSourceOf(organization, routed);
  return source === 'manual' ? erpSourceOf(await loadOrganization(table, organization.org_id), routed) : source;
}
