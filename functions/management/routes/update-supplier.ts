import { definedFields } from '../../../core/domain/request-input.ts';
import { changeSupplier, viewSupplier } from '../../../core/domain/supplier.ts';
import { SupplierChangesSchema } from '../../../core/domain/supplier-input.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSupplier, saveSupplier } from '../../../core/store/suppliers.ts';
import type { Table } from '../../../core/store/table.ts';
import { requireVendor } from '../require-vendor.ts';

/** Changes a supplier; `enabled: false` is how one ends: its orders still name it (spendint 42). */
export function updateSupplier(table: Table) {
  return defineRoute('PATCH /v1/suppliers/{supplier_id}', {
    roles: ['procurement_admin'],
    body: SupplierChangesSchema,
    async handle({ params: { supplier_id }, body, caller: { orgId }, ifMatch, now }) {
      const seen = await loadSupplier(table, orgId, supplier_id);
      requireMatch(ifMatch, { id: supplier_id, version: seen.version });
      const next = changeSupplier(seen, definedFields(body), now);
      if (next.vendor_id !== seen.vendor_id) await requireVendor(table, orgId, next.vendor_id);
      return { status: 200, body: viewSupplier(next), version: next.version, writes: saveSupplier(seen, next) };
    },
  });
}
