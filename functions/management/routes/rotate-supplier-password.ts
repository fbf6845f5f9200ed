import { changeSupplier, rotatedCredentials, viewSupplier } from '../../../core/domain/supplier.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { hashPassword, newPassword } from '../../../core/runtime/passwords.ts';
import { loadSupplier, saveSupplier } from '../../../core/store/suppliers.ts';
import type { Table } from '../../../core/store/table.ts';
import { RotationSchema } from '../rotation-input.ts';

/**
 * Gives a supplier a new password, shown once; the former one is valid beside it until the overlap ends. Without overlap, this is
 * the answer to a password that others know (spendint 43).
 */
export function rotateSupplierPassword(table: Table) {
  return defineRoute('POST /v1/suppliers/{supplier_id}/rotate', {
    roles: ['procurement_admin'],
    body: RotationSchema,
    async handle({ params: { supplier_id }, body: { overlap_seconds }, caller: { orgId }, now, nowMs }) {
      const seen = await loadSupplier(table, orgId, supplier_id);
      const password = newPassword();
      const newest = await hashPassword(password);
      const credentials = rotatedCredentials(seen.credentials, newest, overlap_seconds * 1000, nowMs);
      const next = changeSupplier(seen, { credentials }, now);
      const view = viewSupplier(next);
      return {
        status: 200,
        version: next.version,
        body: { ...view, password },
        replayedBody: { ...view, password: null },
        writes: saveSupplier(seen, next),
      };
    },
  });
}
