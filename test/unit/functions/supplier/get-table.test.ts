import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Kind } from '../../../../core/domain/spendint/document.ts';
import { TABLE_NAMES } from '../../../../core/domain/spendint/tables/index.ts';
import { saveFailures } from '../../../../core/store/import-failures.ts';
import { saveNewOrder } from '../../../../core/store/purchase-orders.ts';
import { commit } from '../../../../core/store/write.ts';
import { DialectError } from '../../../../functions/supplier/dialect-error.ts';
import { getTable } from '../../../../functions/supplier/routes/get-table.ts';
import { httpEvent } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import {
  aCallOf,
  anOrder,
  anOutcome,
  aSupplier,
  failuresOf,
  NOW_MS,
  ORG,
  OTHER_ORG,
} from '../../support/supplier-tables.ts';

const hub = hubTable();
const ORDERS = 'sn_spend_intg_outbound_purchase_order';
const LINES = 'sn_spend_intg_outbound_purchase_order_line';
const CATALOG = 'sn_spend_intg_catalog_error';
const START = { document: 0, product: 0 };

async function fail(supplierId: string, kind: Kind, skus: string[], orgId = ORG) {
  const call = aCallOf(supplierId, `imp_${supplierId}_${orgId}`, 0, orgId);
  await commit(hub.table, saveFailures(call, START, anOutcome(kind, failuresOf(...skus), supplierId), NOW_MS));
}

/** Orders and failures of two suppliers, and of one with the same id in another organization. */
async function save() {
  const ordered = { status: 'ordered', erp_po_number: '4500000001' } as const;
  for (const order of [
    anOrder('po_A', 'SUP-1', { created_at: 1_700_000_000 }),
    anOrder('po_B', 'SUP-1', { created_at: 1_700_000_001, ...ordered }),
    anOrder('po_C', 'SUP-2', { created_at: 1_700_000_002 }),
    anOrder('po_D', 'SUP-1', { created_at: 1_700_000_003, org_id: OTHER_ORG }),
  ]) {
    await commit(hub.table, [saveNewOrder(order)]);
  }
  await fail('SUP-1', 'catalog', ['A-1', 'A-2', 'b-3']);
  await fail('SUP-2', 'catalog', ['X-1']);
  await fail('SUP-1', 'catalog', ['Y-1'], OTHER_ORG);
}

interface Call {
  readonly query?: Record<string, string>;
  readonly version?: string;
  readonly sysId?: string;
  readonly orgId?: string;
}

async function get(table: string, { query = {}, version, sysId, orgId = ORG }: Call = {}) {
  const routes = getTable(hub.table);
  const key = sysId
    ? (['GET /api/now/table/{table}/{sys_id}', 'GET /api/now/{version}/table/{table}/{sys_id}'] as const)
    : (['GET /api/now/table/{table}', 'GET /api/now/{version}/table/{table}'] as const);
  const route = routes[key[version ? 1 : 0]];
  const params = { table, ...(version && { version }), ...(sysId && { sys_id: sysId }) };
  const event = httpEvent(route.key, { params, query, headers: { host: 'hub.example' } });
  const caller = { orgId, userId: 'SUP-1', supplier: aSupplier('SUP-1', orgId) };
  const { status, body, headers } = await route.run(event, caller, NOW_MS);
  return { status, headers, result: (body as { result: Record<string, never>[] }).result };
}

async function columnOf(table: string, column: string, sysparm_query: string, orgId = ORG) {
  const { result } = await get(table, { query: { sysparm_query, sysparm_fields: column }, orgId });
  return result.map((row) => row[column]).join(' ');
}

async function refusalOf(table: string, call: Call) {
  const error = await get(table, call).catch((thrown: unknown) => thrown);
  if (!(error instanceof DialectError)) throw error;
  return { status: error.status, message: error.message, detail: error.detail };
}

describe('the tables of a supplier', () => {
  it('have its pending orders and their lines by the queries of the source', async () => {
    await save();
    expect(await columnOf(ORDERS, 'order_number', 'supplier_id=SUP-1^purchase_order.status=20')).toBe('po_A');
    const lines = await columnOf(LINES, 'line_number', 'purchase_order.supplier_id=SUP-1^purchase_order.status=20');
    expect(lines).toBe('po_A-1 po_A-2');
  });

  it('read only the orders that are pending for them', async () => {
    await save();
    hub.actions.length = 0;
    await get(ORDERS, { query: { sysparm_query: 'supplier_id=SUP-1^purchase_order.status=20' } });
    expect(hub.actions).toEqual(['Query', 'BatchGetItem']);
  });

  it('read only the failures of the kind that the query asks for', async () => {
    await save();
    for (const [table, column, kind] of [
      ['sn_spend_intg_import_error', 'outbound_error.error_type', 'catalog'],
      ['sn_spend_intg_outbound_status', 'error_type', 'catalog'],
      ['sn_spend_intg_import_error', 'outbound_error.error_type', 'invoice'],
    ] as const) {
      hub.actions.length = 0;
      expect(await columnOf(table, column, `${column}=${kind}`)).toMatch(kind === 'catalog' ? /^catalog/ : /^$/);
      expect(hub.actions).toEqual(['Query']);
    }
  });

  it('have its failures by the query of the source', async () => {
    await save();
    const text = 'outbound_error.supplier_id=SUP-1^outbound_error.state=20';
    for (const table of [CATALOG, 'sn_spend_intg_import_error']) {
      expect(await columnOf(table, 'supplier_part_number', text)).toBe('A-1 A-2 b-3');
    }
    expect(await columnOf('sn_spend_intg_price_error', 'sku', text)).toBe('');
    expect(await columnOf('sn_spend_intg_outbound_status', 'error_type', 'supplier_id=SUP-1^state=20')).toBe('catalog');
  });

  it('answer queries', async () => {
    await save();
    const expected = {
      'sku=A-1': 'A-1',
      'sku!=A-1': 'A-2 b-3',
      'skuLIKE-': 'A-1 A-2 b-3',
      skuSTARTSWITHA: 'A-1 A-2',
      skuENDSWITH3: 'b-3',
      'sku>A-1': 'A-2 b-3',
      'sku<A-2': 'A-1',
      'sku>=A-2': 'A-2 b-3',
      'sku<=A-2': 'A-1 A-2',
      'skuINA-1,b-3': 'A-1 b-3',
      'sku=A-1^ORsku=b-3': 'A-1 b-3',
      ORDERBYDESCsku: 'b-3 A-2 A-1',
      'sku!=A-2^ORDERBYsku': 'A-1 b-3',
      'outbound_error.third_party_import_id=DELL1234567^sku=A-1': 'A-1',
      'sys_created_on>=2026-11-22 10:00:00': 'A-1 A-2 b-3',
      'sys_created_on>2026-11-22 10:00:00': '',
      'sys_created_on<2026-11-22 10:00:00': '',
    };
    const answers: Record<string, string> = {};
    for (const text of Object.keys(expected)) answers[text] = await columnOf(CATALOG, 'sku', text);
    expect(answers).toEqual(expected);
  });

  it('are empty where the query asks for another', async () => {
    await save();
    expect(await columnOf(ORDERS, 'order_number', 'supplier_id=SUP-2')).toBe('');
    expect(await columnOf(CATALOG, 'sku', 'outbound_error.supplier_id=SUP-2')).toBe('');
    expect(await columnOf(ORDERS, 'order_number', '', OTHER_ORG)).toBe('po_D');
    expect(await columnOf(CATALOG, 'sku', '', OTHER_ORG)).toBe('Y-1');
  });

  it('have no foreign row, whatever the query, and all its rows over the pages', async () => {
    await save();
    const values = fc.constantFrom('SUP-1', 'SUP-2', ORG, OTHER_ORG, '20', '30', 'po_C', '', '2023-11-14 22:13:20');
    const columns: Record<string, string[]> = {
      [ORDERS]: ['supplier_id', 'customer_id', 'purchase_order.status', 'sys_created_on', 'order_number'],
      [LINES]: ['purchase_order.supplier_id', 'purchase_order.status', 'order_number', 'sys_created_on'],
      [CATALOG]: ['outbound_error.supplier_id', 'outbound_error.state', 'sku', 'sys_created_on'],
    };
    const term = (table: string) =>
      fc.tuple(
        fc.constantFrom('^', '^OR'),
        fc.constantFrom(...(columns[table] ?? [])),
        fc.constantFrom('=', '!=', '>', 'LIKE'),
        values,
      );
    const calls = fc
      .constantFrom(ORDERS, LINES, CATALOG)
      .chain((table) =>
        fc.record({ table: fc.constant(table), terms: fc.array(term(table), { maxLength: 4 }), limit: fc.nat(3) }),
      );
    await fc.assert(
      fc.asyncProperty(calls, async ({ table, terms, limit }) => {
        const sysparm_query = terms.map((parts, index) => parts.slice(index ? 0 : 1).join('')).join('');
        let query: Record<string, string> | undefined = { sysparm_query, sysparm_limit: String(limit + 1) };
        const rows: Record<string, string>[] = [];
        let total: string | undefined;
        while (query) {
          const { result, headers } = await get(table, { query });
          rows.push(...result);
          expect(headers?.['x-total-count']).toBe(total ?? headers?.['x-total-count']);
          total = headers?.['x-total-count'];
          const [, next] = /<([^>]*)>;rel="next"/.exec(headers?.link ?? '') ?? [];
          query = next === undefined ? undefined : Object.fromEntries(new URL(next).searchParams);
        }
        expect(total).toBe(String(rows.length));
        expect(new Set(rows.map(({ sys_id }) => sys_id)).size).toBe(rows.length);
        const text = JSON.stringify(rows);
        for (const foreign of ['SUP-2', 'po_C', 'po_D', 'X-1', 'Y-1', OTHER_ORG]) expect(text).not.toContain(foreign);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a page of a table', () => {
  it('has the rows from the offset on, their count, and where the next one is', async () => {
    await save();
    const query = { sysparm_limit: '1', sysparm_offset: '1', sysparm_fields: 'sku,unknown,outbound_error.state' };
    const { status, result, headers } = await get(CATALOG, { query });
    expect([status, result]).toEqual([200, [{ sku: 'A-2', 'outbound_error.state': '20' }]]);
    expect(headers?.['x-total-count']).toBe('3');
    expect(headers?.link).toContain(
      `<https://hub.example/api/now/table/${CATALOG}?sysparm_limit=1&sysparm_offset=2&sysparm_fields=sku%2Cunknown%2Coutbound_error.state>;rel="next"`,
    );
  });

  it('leaves out headers that are not wanted', async () => {
    const query = { sysparm_no_count: 'true', sysparm_suppress_pagination_header: 'true' };
    expect((await get(ORDERS, { query })).headers).toEqual({});
  });

  it.each([undefined, 'v2'])('may be empty in version %s', async (version) => {
    expect(await get(ORDERS, version ? { version } : {})).toMatchObject({ status: 200, result: [] });
  });

  it('is not found when it is empty, in version 1', async () => {
    const detail = "Record doesn't exist or ACL restricts the record retrieval";
    expect(await refusalOf(ORDERS, { version: 'v1' })).toEqual({ status: 404, message: 'No Record found', detail });
    await save();
    expect((await get(ORDERS, { version: 'v1' })).result).toHaveLength(2);
  });
});

describe('a record', () => {
  it.each(TABLE_NAMES)('of %s is where the list and references say', async (table) => {
    await save();
    const { result } = await get(table);
    expect(result.length > 0).toBe(/catalog|import|status|order$|order_line$/.test(table));
    for (const row of result) {
      expect((await get(table, { sysId: row.sys_id ?? '' })).result).toEqual(row);
      expect(row.sys_id).toMatch(/^[0-9a-f]{32}$/);
    }
    const references = result.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'object');
    for (const { link, value } of references as { link: string; value: string }[]) {
      const [, name = '', sysId = ''] = /^https:\/\/hub\.example\/api\/now\/table\/(\w+)\/(\w+)$/.exec(link) ?? [];
      expect((await get(name, { sysId })).result).toMatchObject({ sys_id: value });
    }
  });

  it("is not found when it is another supplier's, or isn't there", async () => {
    await save();
    const [row] = (await get(ORDERS, { orgId: OTHER_ORG })).result;
    for (const sysId of [row?.sys_id ?? '', 'x']) {
      expect(await refusalOf(ORDERS, { sysId, version: 'v2' })).toMatchObject({
        status: 404,
        message: 'No Record found',
      });
    }
  });
});

describe('a call', () => {
  it.each([
    ['sys_user', {}, 400, 'Invalid table sys_user', null],
    ['constructor', {}, 400, 'Invalid table constructor', null],
    [ORDERS, { supplier: '1' }, 400, 'Invalid query', 'sysparm_query has an unknown field: supplier'],
    [ORDERS, { 'purchase_order.x': '1' }, 400, 'Invalid query', 'sysparm_query has an unknown field: purchase_order.x'],
  ])('of %s with %j is refused', async (table, terms, status, message, detail) => {
    const sysparm_query = Object.entries(terms)
      .map(([name, value]) => `${name}=${value}`)
      .join('^');
    expect(await refusalOf(table, { query: { sysparm_query } })).toEqual({ status, message, detail });
  });

  it.each(['0', '-1', 'x'])('with a limit of %s is refused', async (sysparm_limit) => {
    const detail = 'sysparm_limit must be a whole number of at least 1';
    expect(await refusalOf(ORDERS, { query: { sysparm_limit } })).toMatchObject({ status: 400, detail });
  });

  it.each(['v3', 'V1', 'constructor'])('of version %s is not found', async (version) => {
    const message = 'Requested URI does not represent any resource';
    const detail = `/api/now/${version}/table/${ORDERS}`;
    expect(await refusalOf(ORDERS, { version })).toEqual({ status: 404, message, detail });
    expect(await refusalOf(ORDERS, { version, sysId: 'x' })).toMatchObject({ status: 404, message });
  });
});
