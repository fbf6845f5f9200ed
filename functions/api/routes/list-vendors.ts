import { viewVendor } from '../../../core/domain/organization.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { queryVendors } from '../../../core/store/vendors.ts';

/** All vendors of the organization (procurement-api 40). */
export function listVendors(table: Table) {
  return defineRoute('GET /v1/erp/vendors', {
    roles: ROLES,
    async handle({ caller }) {
      return { status: 200, body: { data: (await queryVendors(table, caller.orgId)).map(viewVendor) } };
    },
  });
}
