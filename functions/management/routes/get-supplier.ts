import { viewSupplier } from '../../../core/domain/supplier.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSupplier } from '../../../core/store/suppliers.ts';
import type { Table } from '../../../core/store/table.ts';

/** A supplier without its credentials (spendint 42). */
export function getSupplier(table: Table) {
  return defineRoute('GET /v1/suppliers/{supplier_id}', {
    roles: ['procurement_admin'],
    async handle({ params: { supplier_id }, caller: { orgId } }) {
      const supplier = await loadSupplier(table, orgId, supplier_id);
      return { status: 200, body: viewSupplier(supplier), version: supplier.version };
    },
  });
}
