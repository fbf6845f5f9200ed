import * as z from 'zod/mini';
import { viewSupplier } from '../../../core/domain/supplier.ts';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { querySuppliers, SUPPLIER_SORT_KEYS } from '../../../core/store/suppliers.ts';
import type { Table } from '../../../core/store/table.ts';

/** A page of the organization's suppliers by id, without their credentials (spendint 42). */
export function listSuppliers(table: Table) {
  return defineRoute('GET /v1/suppliers', {
    roles: ['procurement_admin'],
    query: z.strictObject(PAGE_QUERY),
    async handle({ query: { limit, cursor }, caller: { orgId } }) {
      const scope = ['suppliers', orgId];
      const after = decodeCursor(scope, SUPPLIER_SORT_KEYS, cursor);
      const { suppliers, next } = await querySuppliers(table, orgId, limit, after);
      return { status: 200, body: viewPage(scope, suppliers.map(viewSupplier), next) };
    },
  });
}
