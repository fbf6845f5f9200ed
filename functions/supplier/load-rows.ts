import { createHash } from 'node:crypto';
import type { TableQuery } from '../../core/domain/spendint/table-query.ts';
import type { Row } from '../../core/domain/spendint/table-rows.ts';
import type { TableDefinition } from '../../core/domain/spendint/tables/index.ts';
import { ORDER_STATES } from '../../core/domain/spendint/tables/order-tables.ts';
import { createdSpan, requires } from '../../core/domain/spendint/tables/query-scope.ts';
import { queryFailures } from '../../core/store/import-failures.ts';
import { querySupplierOrders } from '../../core/store/supplier-order-list.ts';
import type { Table } from '../../core/store/table.ts';
import type { SupplierCaller } from './supplier-route.ts';

/** The caller's rows of a table, the newest first: all that the query may select, whatever else it says. */
export async function loadRows(
  table: Table,
  { orgId, supplier }: SupplierCaller,
  definition: TableDefinition,
  query: TableQuery,
  nowMs: number,
): Promise<Row[]> {
  const owner = { orgId, supplierId: supplier.supplier_id };
  const span = createdSpan(query);
  if (definition.source === 'failures') {
    const named = definition.kinds.filter((kind) => requires(query, definition.kindPath, kind));
    const kinds = named.length > 0 ? named : definition.kinds;
    return definition.rowsOf(await queryFailures(table, owner, kinds, span, nowMs), rowId);
  }
  const pendingOnly = requires(query, definition.statusPath, ORDER_STATES.pending_submission);
  const orders = await querySupplierOrders(table, { ...owner, pendingOnly, span });
  return orders.flatMap((order) => definition.rowsOf(order, rowId));
}

const ID_DIGITS = 32;

function rowId(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, ID_DIGITS);
}
