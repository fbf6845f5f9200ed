import type { PurchaseOrder } from '../../purchase-order.ts';
import { KINDS, type Kind } from '../document.ts';
import type { Row } from '../table-rows.ts';
import {
  ERROR_TABLES,
  errorRowsOf,
  IMPORT_ERROR,
  OUTBOUND_STATUS,
  type RecordedFailures,
  statusRowsOf,
} from './error-tables.ts';
import { outboundLineRows, outboundOrderRow, purchaseOrderRow } from './order-rows.ts';
import { OUTBOUND_LINE, OUTBOUND_ORDER, PURCHASE_ORDER } from './order-tables.ts';
import type { RowId, TableSchema } from './schema.ts';

/** The tables that suppliers read, and what their rows come from. */
export type TableDefinition = { readonly schema: TableSchema } & (
  | {
      readonly source: 'failures';
      readonly kinds: readonly Kind[];
      /** Where its rows have their kind. */
      readonly kindPath: readonly string[];
      rowsOf(recorded: readonly RecordedFailures[], idOf: RowId): Row[];
    }
  | {
      readonly source: 'orders';
      /** Where its rows have the status of the order. */
      readonly statusPath: readonly string[];
      rowsOf(order: PurchaseOrder, idOf: RowId): Row[];
    }
);

function errors(schema: TableSchema, kinds: readonly Kind[]): TableDefinition {
  const kindPath = ['outbound_error', 'error_type'];
  return {
    schema,
    source: 'failures',
    kinds,
    kindPath,
    rowsOf: (recorded, idOf) => errorRowsOf(recorded, schema, idOf),
  };
}

const DEFINITIONS: readonly TableDefinition[] = [
  ...KINDS.map((kind) => errors(ERROR_TABLES[kind], [kind])),
  errors(IMPORT_ERROR, KINDS),
  { schema: OUTBOUND_STATUS, source: 'failures', kinds: KINDS, kindPath: ['error_type'], rowsOf: statusRowsOf },
  {
    schema: OUTBOUND_ORDER,
    source: 'orders',
    statusPath: ['purchase_order', 'status'],
    rowsOf: (order, idOf) => [outboundOrderRow(order, idOf)],
  },
  { schema: OUTBOUND_LINE, source: 'orders', statusPath: ['purchase_order', 'status'], rowsOf: outboundLineRows },
  {
    schema: PURCHASE_ORDER,
    source: 'orders',
    statusPath: ['status'],
    rowsOf: (order, idOf) => [purchaseOrderRow(order, idOf)],
  },
];

const TABLES: ReadonlyMap<string, TableDefinition> = new Map(
  DEFINITIONS.map((definition) => [definition.schema.name, definition]),
);

/** The names of all tables. */
export const TABLE_NAMES: readonly string[] = [...TABLES.keys()];

export function tableOf(name: string): TableDefinition | undefined {
  return TABLES.get(name);
}
