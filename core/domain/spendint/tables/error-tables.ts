import type { Kind, Sender } from '../document.ts';
import { FAILED_STATE, type Failure } from '../outcome.ts';
import type { Row } from '../table-rows.ts';
import { type RowId, systemValues, type TableSchema, tableSchema } from './schema.ts';

/** The tables of what suppliers posted and failed (spendint 17, 70, 71). */

/** The failures of a document, or of some of its products, as they were recorded. Times are Unix milliseconds. */
export interface RecordedFailures {
  readonly kind: Kind;
  /** Who has posted it, whatever the document says. */
  readonly supplier_id: string;
  /** Names the call. */
  readonly import_id: string;
  /** The document's position in the call, its first product's in the document, and that of these failures among the part's. */
  readonly position: readonly number[];
  readonly sender: Sender;
  readonly accepted_at: number;
  readonly recorded_at: number;
  readonly failures: readonly Failure[];
}

export const OUTBOUND_STATUS = tableSchema(
  'sn_spend_intg_outbound_status',
  'third_party_import_id',
  ['supplier_id', 'customer_id', 'error_type', 'third_party_import_id'],
  { state: { labels: { [FAILED_STATE]: 'Error' } } },
);

const SALES_LINE = ['sales_order_number', 'sales_order_line_number'];

/** The part number is the SKU: both names are in use (spendint 10). */
const KEY_COLUMNS: Readonly<Record<Kind, readonly string[]>> = {
  catalog: ['supplier_part_number', 'sku', 'mpn'],
  price: ['supplier_part_number', 'sku'],
  availability: ['supplier_part_number', 'sku'],
  orderack: SALES_LINE,
  shipment: [...SALES_LINE, 'supplier_shipment_number'],
  invoice: [...SALES_LINE, 'supplier_invoice_number', 'supplier_invoice_line_number'],
};

function errorTable(name: string, keys: readonly string[]): TableSchema {
  return tableSchema(name, 'error_message', ['error_message', ...keys], {
    outbound_error: { reference: OUTBOUND_STATUS },
  });
}

export const ERROR_TABLES: Readonly<Record<Kind, TableSchema>> = {
  catalog: errorTable('sn_spend_intg_catalog_error', KEY_COLUMNS.catalog),
  price: errorTable('sn_spend_intg_price_error', KEY_COLUMNS.price),
  availability: errorTable('sn_spend_intg_availability_error', KEY_COLUMNS.availability),
  orderack: errorTable('sn_spend_intg_order_ack_error', KEY_COLUMNS.orderack),
  shipment: errorTable('sn_spend_intg_shipment_error', KEY_COLUMNS.shipment),
  invoice: errorTable('sn_spend_intg_invoice_error', KEY_COLUMNS.invoice),
};

/** The errors of all kinds, with the columns of each (spendint 71). */
export const IMPORT_ERROR = errorTable('sn_spend_intg_import_error', [...new Set(Object.values(KEY_COLUMNS).flat())]);

/** A row for each failure; the columns that its kind doesn't have are empty. */
export function errorRowsOf(recorded: readonly RecordedFailures[], { columns }: TableSchema, idOf: RowId): Row[] {
  const blank = Object.fromEntries(Object.keys(columns).map((name) => [name, '']));
  return recorded.flatMap((part) => {
    const status = statusRowOf(part, idOf);
    return part.failures.map(({ keys, error_message }, index): Row => {
      const { sku } = keys;
      const sys_id = idOf(['error', part.import_id, ...part.position, index]);
      return {
        ...blank,
        ...keys,
        ...(sku !== undefined && { supplier_part_number: sku }),
        error_message,
        ...systemValues(ERROR_TABLES[part.kind], sys_id, part.accepted_at, part.recorded_at),
        outbound_error: { value: status.sys_id, row: status },
      };
    });
  });
}

/** A row for each document that has failures. */
export function statusRowsOf(recorded: readonly RecordedFailures[], idOf: RowId): Row[] {
  const rows = recorded.map((part) => statusRowOf(part, idOf));
  return [...new Map(rows.map((row) => [row.sys_id, row])).values()];
}

/** The caller's supplier id, not the document's, so that a supplier finds also what was refused for it (spendint 71). */
function statusRowOf({ kind, supplier_id, import_id, position, sender, accepted_at }: RecordedFailures, idOf: RowId) {
  const [document = 0] = position;
  return {
    ...systemValues(OUTBOUND_STATUS, idOf(['status', import_id, document]), accepted_at, accepted_at),
    ...sender,
    supplier_id,
    error_type: kind,
    state: FAILED_STATE,
  };
}
