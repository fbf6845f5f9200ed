import { changeVendor, VendorChangesSchema } from '../../../core/domain/change-vendor.ts';
import { viewVendor } from '../../../core/domain/organization.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { loadVendor, saveNextVendor } from '../../../core/store/vendors.ts';

/** Changes what the hub keeps of a vendor itself (procurement-api 118). */
export function updateVendor(table: Table) {
  return defineRoute('PATCH /v1/erp/vendors/{id}', {
    roles: ['procurement_admin'],
    body: VendorChangesSchema,
    async handle({ body, params: { id }, caller: { orgId }, ifMatch }) {
      const vendor = await loadVendor(table, orgId, id);
      requireMatch(ifMatch, vendor);
      const next = changeVendor(vendor, body);
      return { status: 200, body: viewVendor(next), version: next.version, writes: [saveNextVendor(orgId, next)] };
    },
  });
}
