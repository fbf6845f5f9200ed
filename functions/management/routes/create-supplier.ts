import { newSupplier, viewSupplier } from '../../../core/domain/supplier.ts';
import { NewSupplierSchema } from '../../../core/domain/supplier-input.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { hashPassword, newPassword } from '../../../core/runtime/passwords.ts';
import { saveNewSupplier } from '../../../core/store/suppliers.ts';
import type { Table } from '../../../core/store/table.ts';
import { requireVendor } from '../require-vendor.ts';

/** Creates a supplier and returns its password, once (spendint 40, 41). */
export function createSupplier(table: Table) {
  return defineRoute('POST /v1/suppliers', {
    roles: ['procurement_admin'],
    body: NewSupplierSchema,
    async handle({ body, caller: { orgId }, now }) {
      await requireVendor(table, orgId, body.vendor_id);
      const password = newPassword();
      const credentials = [{ ...(await hashPassword(password)), until: null }];
      const created = newSupplier(body, { org_id: orgId, credentials }, now);
      const view = viewSupplier(created);
      return {
        status: 201,
        version: created.version,
        body: { ...view, password },
        replayedBody: { ...view, password: null },
        writes: saveNewSupplier(created),
      };
    },
  });
}
