import type { Table } from '../../../core/store/table.ts';
import { DialectError } from '../dialect-error.ts';
import { defineSupplierRoute } from '../supplier-route.ts';

/** Placeholder. */
export function getTable(_table: Table) {
  const run = async () => {
    throw new DialectError(400, 'Invalid table');
  };
  return {
    'GET /api/now/table/{table}': defineSupplierRoute('GET /api/now/table/{table}', run),
    'GET /api/now/table/{table}/{sys_id}': defineSupplierRoute('GET /api/now/table/{table}/{sys_id}', run),
    'GET /api/now/{version}/table/{table}/{sys_id}': defineSupplierRoute(
      'GET /api/now/{version}/table/{table}/{sys_id}',
      run,
    ),
    'GET /api/now/{version}/table/{table}': defineSupplierRoute('GET /api/now/{version}/table/{table}', run),
  };
}
