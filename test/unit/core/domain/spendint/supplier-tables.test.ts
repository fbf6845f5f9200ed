import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KINDS, type Kind } from '../../../../../core/domain/spendint/document.ts';
import { parseTableQuery, type TableQuery } from '../../../../../core/domain/spendint/table-query.ts';
import { type Row, selectRows, textAt } from '../../../../../core/domain/spendint/table-rows.ts';
import type { RecordedFailures } from '../../../../../core/domain/spendint/tables/error-tables.ts';
import { TABLE_NAMES, tableOf } from '../../../../../core/domain/spendint/tables/index.ts';
import { ALWAYS, createdSpan, requires } from '../../../../../core/domain/spendint/tables/query-scope.ts';
import { renderRow } from '../../../../../core/domain/spendint/tables/render-row.ts';
import { columnsOf, tableTime } from '../../../../../core/domain/spendint/tables/schema.ts';
import { anOrder, anOutcome, failuresOf, NOW_MS } from '../../../support/supplier-tables.ts';

const idOf = (parts: readonly (string | number)[]) => parts.join('-');

function definitionOf(name: string) {
  const definition = tableOf(`sn_${name}`);
  if (!definition) throw new Error(name);
  return definition;
}

function recordedOf(outcome: ReturnType<typeof anOutcome>, changes: Partial<RecordedFailures> = {}): RecordedFailures {
  return {
    ...outcome,
    ...{ supplier_id: 'SUP-1001', import_id: 'imp_1', position: [0, 0, 0] },
    ...{ accepted_at: NOW_MS, recorded_at: NOW_MS + 2000 },
    ...changes,
  };
}

function rowsOf(name: string, source: ReturnType<typeof anOrder> | RecordedFailures): Row[] {
  const definition = definitionOf(name);
  if ('lines' in source) return definition.source === 'orders' ? definition.rowsOf(source, idOf) : [];
  return definition.source === 'failures' ? definition.rowsOf([source], idOf) : [];
}

function queryOf(name: string, text: string): TableQuery {
  const parsed = parseTableQuery(text, columnsOf(definitionOf(name).schema));
  if ('refusal' in parsed) throw new Error(parsed.refusal);
  return parsed.query;
}

/** The keys of failures (spendint 11). */
const SALES = { sales_order_number: 'SO-1', sales_order_line_number: '1' };
const KEYS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  catalog: { sku: 'SKU-1', mpn: 'MPN-1' },
  price: { sku: 'SKU-1' },
  availability: { sku: 'SKU-1' },
  orderack: SALES,
  shipment: { ...SALES, supplier_shipment_number: 'SH-1' },
  invoice: { ...SALES, supplier_invoice_number: 'IN-1', supplier_invoice_line_number: '1' },
};

const PLAIN = { display: 'false', tables: 'https://hub.test/api/now/table' } as const;

function rendered(name: string, row: Row, rendering: Parameters<typeof renderRow>[3] = PLAIN, ...fields: string[]) {
  const paths = fields.length > 0 ? fields.map((field) => field.split('.')) : undefined;
  return renderRow(row, definitionOf(name).schema, paths, rendering);
}

const order = anOrder('po_A', 'SUP-1001');
const [outbound = {}] = rowsOf('spend_intg_outbound_purchase_order', order);
const [line = {}] = rowsOf('spend_intg_outbound_purchase_order_line', order);
const catalogError = recordedOf(anOutcome('catalog', failuresOf('SKU-1', 'SKU-2')));

describe('the tables', () => {
  it('are the six of errors, their parent, the status, and those of orders', () => {
    expect([...TABLE_NAMES].sort()).toEqual([
      'sn_shop_purchase_order',
      'sn_spend_intg_availability_error',
      'sn_spend_intg_catalog_error',
      'sn_spend_intg_import_error',
      'sn_spend_intg_invoice_error',
      'sn_spend_intg_order_ack_error',
      'sn_spend_intg_outbound_purchase_order',
      'sn_spend_intg_outbound_purchase_order_line',
      'sn_spend_intg_outbound_status',
      'sn_spend_intg_price_error',
      'sn_spend_intg_shipment_error',
    ]);
  });

  it.each(TABLE_NAMES)('give %s a value for each of its columns, and no other', (name) => {
    const definition = definitionOf(name.slice(3));
    const rows =
      definition.source === 'orders'
        ? definition.rowsOf(order, idOf)
        : definition.kinds.flatMap((kind) =>
            definition.rowsOf([recordedOf(anOutcome(kind, [{ keys: KEYS[kind], error_message: 'x\n' }]))], idOf),
          );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      if (name !== 'sn_spend_intg_import_error') expect(row.sys_class_name).toBe(name);
      expect(Object.keys(row).sort()).toEqual(Object.keys(definition.schema.columns).sort());
      const shown = renderRow(row, definition.schema, undefined, PLAIN);
      expect(Object.keys(shown).sort()).toEqual(Object.keys(definition.schema.columns).sort());
    }
  });
});

describe('the row of a failure', () => {
  it('names its product, the message, and the document by its status', () => {
    const [row = {}] = rowsOf('spend_intg_catalog_error', catalogError);
    expect(rendered('spend_intg_catalog_error', row)).toEqual({
      supplier_part_number: 'SKU-1',
      sku: 'SKU-1',
      mpn: 'M-SKU-1',
      error_message: 'Field Value empty/Formatting issue Unit\n',
      outbound_error: {
        link: 'https://hub.test/api/now/table/sn_spend_intg_outbound_status/status-imp_1-0',
        value: 'status-imp_1-0',
      },
      sys_id: 'error-imp_1-0-0-0-0',
      sys_class_name: 'sn_spend_intg_catalog_error',
      sys_created_on: '2026-11-22 10:00:00',
      sys_updated_on: '2026-11-22 10:00:02',
    });
  });

  it('has the same id among those of all kinds, with the columns of the other kinds empty', () => {
    const [row = {}] = rowsOf('spend_intg_import_error', catalogError);
    expect(row).toMatchObject({
      sys_id: 'error-imp_1-0-0-0-0',
      sys_class_name: 'sn_spend_intg_catalog_error',
      supplier_invoice_number: '',
    });
  });

  it("belongs to the supplier that posted the document, also where the document names another's id", () => {
    const foreign = recordedOf(anOutcome('price', failuresOf('SKU-1'), 'SUP-9'));
    const [row = {}] = rowsOf('spend_intg_price_error', foreign);
    expect(textAt(row, ['outbound_error', 'supplier_id'])).toBe('SUP-1001');
  });

  it('is found by the query of the source', () => {
    const query = queryOf('spend_intg_catalog_error', 'outbound_error.supplier_id=SUP-1001^outbound_error.state=20');
    const rows = rowsOf('spend_intg_catalog_error', catalogError);
    expect(selectRows(rows, query).map(({ sku }) => sku)).toEqual(['SKU-1', 'SKU-2']);
  });

  it('shares its status with the others of the document', () => {
    const parts = [
      [0, 0, 0],
      [0, 0, 1],
      [0, 500, 0],
      [1, 0, 0],
    ].map((position) => recordedOf(catalogError, { position }));
    const definition = definitionOf('spend_intg_outbound_status');
    const rows = definition.source === 'failures' ? definition.rowsOf(parts, idOf) : [];
    expect(rows).toEqual([
      {
        ...{ sys_id: 'status-imp_1-0', sys_class_name: 'sn_spend_intg_outbound_status' },
        ...{ sys_created_on: '2026-11-22 10:00:00', sys_updated_on: '2026-11-22 10:00:00' },
        ...{ supplier_id: 'SUP-1001', customer_id: 'ACME CORP', third_party_import_id: 'DELL1234567' },
        ...{ error_type: 'catalog', state: '20' },
      },
      expect.objectContaining({ sys_id: 'status-imp_1-1' }),
    ]);
  });
});

describe('the row of an order', () => {
  it('has what the supplier delivers by', () => {
    expect(rendered('spend_intg_outbound_purchase_order', outbound, { ...PLAIN, tables: null })).toEqual({
      ...{
        order_number: 'po_A',
        erp_po_number: '',
        supplier_id: 'SUP-1001',
        customer_id: order.org_id,
        catalog_id: '',
      },
      ...{ order_date: '2024-02-24', order_amount: '1708.00', currency: 'USD', ship_to: '', shipping_address: '' },
      ...{ status: '10', integration_status: 'New', purchase_order: 'order-po_A' },
      ...{ sys_id: 'outbound-po_A', sys_class_name: 'sn_spend_intg_outbound_purchase_order' },
      ...{ sys_created_on: '2024-02-24 00:05:00', sys_updated_on: '2024-02-24 00:05:00' },
    });
  });

  it.each([
    ['pending_submission', '20', 'Pending Submission'],
    ['ordered', '30', 'Ordered'],
    ['partially_received', '40', 'Partially Delivered'],
    ['received', '50', 'Delivered'],
    ['cancelled', '90', 'Canceled'],
  ] as const)('has %s as %s, %s', (status, value, label) => {
    const [row = {}] = rowsOf('spend_intg_outbound_purchase_order', { ...order, status });
    const all = { display: 'all', tables: null } as const;
    const shown = rendered('spend_intg_outbound_purchase_order', row, all, 'purchase_order.status');
    expect(shown).toEqual({ 'purchase_order.status': { value, display_value: label } });
  });

  it('is processed once every line that is left has an answer, or the order is pending no more', () => {
    const transferOf = (changed: typeof order) => rowsOf('spend_intg_outbound_purchase_order', changed)[0]?.status;
    const supplier = {
      ...({ acknowledgement: 'confirmed', sales_order_number: null, sales_order_line_number: null } as const),
      ...{
        estimated_arrival_date: null,
        shipped_quantity: 0,
        received_quantity: 0,
        invoiced_quantity: 0,
        invoiced_minor: 0,
      },
    };
    const [first, second] = order.lines;
    if (!first || !second) throw new Error('two lines');
    expect(transferOf({ ...order, lines: [{ ...first, supplier }, second] })).toBe('10');
    expect(
      transferOf({
        ...order,
        lines: [
          { ...first, supplier },
          { ...second, supplier },
        ],
      }),
    ).toBe('30');
    expect(
      transferOf({
        ...order,
        lines: [
          { ...first, supplier },
          { ...second, deleted: true },
        ],
      }),
    ).toBe('30');
    expect(transferOf({ ...order, status: 'ordered' })).toBe('30');
    expect(transferOf({ ...order, awaits_acknowledgement: false })).toBe('30');
  });

  it('has the amount of the lines that are left, with the decimals of the currency', () => {
    const amountOf = (changed: typeof order) => rowsOf('spend_intg_outbound_purchase_order', changed)[0]?.order_amount;
    const [first, second] = order.lines;
    if (!first || !second) throw new Error('two lines');
    expect(amountOf({ ...order, lines: [first, { ...second, deleted: true }] })).toBe('1429.00');
    expect(amountOf({ ...order, currency: 'JPY' })).toBe('170800');
    expect(amountOf({ ...order, currency: 'KWD' })).toBe('170.800');
    const huge = { ...first, quantity: 100, unit_cost_minor: 9_999_999_999_999 };
    expect(amountOf({ ...order, lines: [huge] })).toBe('9999999999999.00');
  });
});

describe('the rows of lines', () => {
  it('have what is ordered', () => {
    expect(rendered('spend_intg_outbound_purchase_order_line', line, { ...PLAIN, tables: null })).toMatchObject({
      ...{ line_number: 'po_A-1', order_number: 'po_A', sku: 'DELL-LAT5550-i7-16', mpn: '', unit: '' },
      ...{ product_name: 'Dell Latitude 5550 Laptop', purchased_quantity: '1', unit_price: '1429.00' },
      ...{
        unit_price_currency: 'USD',
        currency: 'USD',
        contract_number: '',
        purchase_order: 'order-po_A',
        status: '10',
      },
    });
  });

  it('leave out what is deleted, such as what the supplier has rejected', () => {
    const lines = order.lines.map((one) => ({ ...one, deleted: one.id === '1' }));
    const rows = rowsOf('spend_intg_outbound_purchase_order_line', { ...order, lines });
    expect(rows.map(({ line_number }) => line_number)).toEqual(['po_A-2']);
  });
});

describe('the queries of the source', () => {
  const ordered = anOrder('po_B', 'SUP-1001', { status: 'ordered' });

  it('find the pending orders', () => {
    const query = queryOf('spend_intg_outbound_purchase_order', 'supplier_id=SUP-1001^purchase_order.status=20');
    const rows = [order, ordered].flatMap((one) => rowsOf('spend_intg_outbound_purchase_order', one));
    expect(selectRows(rows, query).map(({ order_number }) => order_number)).toEqual(['po_A']);
    expect(requires(query, ['purchase_order', 'status'], '20')).toBe(true);
  });

  it('find their lines', () => {
    const text = 'purchase_order.supplier_id=SUP-1001^purchase_order.status=20';
    const query = queryOf('spend_intg_outbound_purchase_order_line', text);
    const rows = [order, ordered].flatMap((one) => rowsOf('spend_intg_outbound_purchase_order_line', one));
    expect(selectRows(rows, query).map(({ line_number }) => line_number)).toEqual(['po_A-1', 'po_A-2']);
    expect(requires(query, ['purchase_order', 'status'], '20')).toBe(true);
  });
});

describe('what a query needs', () => {
  const ORDERS = 'spend_intg_outbound_purchase_order';

  it.each([
    'purchase_order.status=20^ORpurchase_order.status=30',
    'supplier_id=x^ORpurchase_order.status=20',
    'purchase_order.status!=20',
    'purchase_order.status=30',
    'status=20',
    '',
  ])('is not only pending orders with %s', (text) => {
    expect(requires(queryOf(ORDERS, text), ['purchase_order', 'status'], '20')).toBe(false);
  });

  it.each([
    ['sys_created_on>2026-11-22 10:00:00', { fromMs: NOW_MS }],
    ['sys_created_on>=2026-11-22 10:00:00', { fromMs: NOW_MS }],
    ['sys_created_on<2026-11-22 10:00:00', { toMs: NOW_MS + 999 }],
    ['sys_created_on=2026-11-22 10:00:00', { fromMs: NOW_MS, toMs: NOW_MS + 999 }],
    ['sys_created_on>2026-11-22 10:00:00^sys_created_on>2026-11-21 10:00:00', { fromMs: NOW_MS }],
    ['sys_created_on>2026-11-22 10:00:00^ORsupplier_id=x', {}],
    ['purchase_order.sys_created_on>2026-11-22 10:00:00', {}],
    ['sys_updated_on>2026-11-22 10:00:00', {}],
    ['sys_created_on!=2026-11-22 10:00:00', {}],
    ['sys_created_on>2026-02-31 00:00:00', {}],
    ['sys_created_on>2026-11-22', {}],
    ['sys_created_on>', {}],
    ['sys_created_onSTARTSWITH2026', {}],
  ])('is of this span with %s', (text, span) => {
    expect(createdSpan(queryOf(ORDERS, text))).toEqual({ ...ALWAYS, ...span });
  });

  it('never leaves out a row that it selects', () => {
    const times = fc.integer({ min: NOW_MS - 5000, max: NOW_MS + 5000 });
    const texts = fc.oneof(times.map(tableTime), fc.constantFrom('2026', '2026-11-22', '2026-11-31 00:00:00', '9', ''));
    const terms = fc.tuple(fc.constantFrom('=', '!=', '>', '<', '>=', '<='), texts, fc.constantFrom('^', '^OR'));
    fc.assert(
      fc.property(times, fc.array(terms, { maxLength: 3 }), (created, all) => {
        const text = all.map(
          ([operator, value, join], index) => `${index ? join : ''}sys_created_on${operator}${value}`,
        );
        const query = queryOf(ORDERS, text.join(''));
        const { fromMs, toMs } = createdSpan(query);
        const selected = selectRows([{ sys_created_on: tableTime(created) }], query).length > 0;
        const [from, to] = [Math.floor(fromMs / 1000), Math.floor(toMs / 1000)];
        const second = Math.floor(created / 1000);
        if (selected) expect(second >= from && second <= to && created <= toMs).toBe(true);
      }),
    );
  });
});

describe('a value', () => {
  const ORDERS = 'spend_intg_outbound_purchase_order';
  const link = 'https://hub.test/api/now/table/sn_shop_purchase_order/order-po_A';

  it.each([
    ['false', true, { link, value: 'order-po_A' }, '10'],
    ['false', false, 'order-po_A', '10'],
    ['true', true, { display_value: 'po_A', link }, 'New'],
    ['true', false, 'po_A', 'New'],
    ['all', true, { display_value: 'po_A', value: 'order-po_A', link }, { display_value: 'New', value: '10' }],
    ['all', false, { display_value: 'po_A', value: 'order-po_A' }, { display_value: 'New', value: '10' }],
  ] as const)('is shown with display value %s and links %s', (display, hasLinks, purchase_order, status) => {
    const rendering = { display, tables: hasLinks ? PLAIN.tables : null };
    expect(rendered(ORDERS, outbound, rendering, 'purchase_order', 'status')).toEqual({ purchase_order, status });
  });

  it('is found through a reference', () => {
    const shown = rendered(ORDERS, outbound, PLAIN, 'purchase_order.number', 'purchase_order.supplier_id');
    expect(shown).toEqual({ 'purchase_order.number': 'po_A', 'purchase_order.supplier_id': 'SUP-1001' });
  });
});

it.each(KINDS)('has an error table for %s', (kind) => {
  const tables = TABLE_NAMES.map(tableOf).filter(
    (definition) => definition?.source === 'failures' && definition.kinds.length === 1 && definition.kinds[0] === kind,
  );
  expect(tables).toHaveLength(1);
});
