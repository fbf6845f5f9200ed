import { ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { listVendors as listStoredVendors } from '../../../core/store/organizations.ts';
import type { Table } from '../../../core/store/table.ts';

/** `GET /v1/erp/vendors` (seed, "List vendors"). */
export function listVendors(table: Table) {
  return defineRoute({
    roles: ROLES,
    async handle({ caller }) {
      return { status: 200, body: { data: await listStoredVendors(table, caller.orgId) } };
    },
  });
}
