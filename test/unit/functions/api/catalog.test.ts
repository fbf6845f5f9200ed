import { beforeEach, describe, expect, it } from '@jest/globals';
import { encodeCursor } from '../../../../core/runtime/cursor.ts';
import { Category, Product, ProductDetail } from '../../../../docs/generate/openapi/schemas/catalog.ts';
import { pageOf } from '../../../../docs/generate/openapi/schemas/common.ts';
import { apiRoutes } from '../../../../functions/api/routes.ts';
import { putCategory } from '../../../../functions/management/routes/put-category.ts';
import { aCatalog, aContract, apply, type Json, NOW, ORG, SUPPLIER } from '../../core/suppliers/products.ts';
import { REQUESTER_CLAIMS } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import { callerOf } from '../management/support.ts';

const hub = hubTable();
const call = callerOf(
  () => hub.table,
  () => [...Object.values(apiRoutes(hub.table)), putCategory(hub.table)],
  () => NOW,
);
const list = async (query: Record<string, string> = {}) => {
  const { status, body } = await call('GET /v1/catalog/products', { query });
  if (status === 200) pageOf(Product).parse(body);
  return { status, body, skus: body.data?.map(({ sku }: Json) => sku) };
};
const contract = aContract('456', { contract_start_date: '2026-01-01', contract_end_date: '2026-12-31' });
const ended = aContract('1', { contract_end_date: '2026-11-22' });
const plain = { bundled_components: undefined, parent_bundle: undefined, contract_agreement: contract };

async function importCatalog(supplierId: string, ...products: object[]): Promise<void> {
  const catalog = { ...aCatalog(...products.map((one) => ({ ...plain, ...one }))), supplier_id: supplierId };
  expect((await apply(hub.table, 'catalog', catalog, { supplierId })).outcome.failures).toEqual([]);
}

describe('the list of products', () => {
  beforeEach(async () => {
    await importCatalog(
      SUPPLIER,
      { sku: 'A/1 #ä', mpn: 'M1', product_name: 'ThinkPad X1', manufacturer: 'Lenovo' },
      { sku: 'B', mpn: 'M2', unspsc: '', product_category_name: 'Docks/Hubs' },
      { sku: 'C', mpn: 'M3', contract_agreement: ended },
    );
    await importCatalog('SUP-2', { sku: 'B', mpn: 'M2' });
  });

  it('has what is on sale, by supplier and SKU', async () => {
    const { body } = await list();
    expect(body.data.map(({ supplier_id, sku }: Json) => [supplier_id, sku])).toEqual([
      [SUPPLIER, 'A/1 #ä'],
      [SUPPLIER, 'B'],
      ['SUP-2', 'B'],
    ]);
    expect(body).toMatchObject({ has_more: false, next_cursor: null });
    expect(body.data[0]).toMatchObject({
      unit_cost: 456,
      currency: 'USD',
      contract_end_date: '2026-12-31',
      on_sale: true,
      discontinued: false,
      available_units: 4,
      category_id: 'UNSPSC#43211500',
      category: null,
      catalog_at: NOW / 1000,
    });
  });

  it.each<[Record<string, string>, string[]]>([
    [{ on_sale: 'all' }, ['A/1 #ä', 'B', 'C', 'B']],
    [{ q: 'thinkpad' }, ['A/1 #ä']],
    [{ q: 'LENOVO' }, ['A/1 #ä']],
    [{ q: '/1 #Ä' }, ['A/1 #ä']],
    [{ q: 'm2' }, ['B', 'B']],
    [{ q: 'Apple', supplier_id: 'SUP-2' }, ['B']],
    [{ supplier_id: SUPPLIER }, ['A/1 #ä', 'B']],
    [{ sku: 'B' }, ['B', 'B']],
    [{ sku: 'B', supplier_id: SUPPLIER }, ['B']],
    [{ sku: 'C', supplier_id: SUPPLIER }, []],
    [{ mpn: 'M2' }, ['B', 'B']],
    [{ mpn: 'M2', supplier_id: 'SUP-2' }, ['B']],
    [{ mpn: 'M2', q: 'nothing' }, []],
    [{ mpn: 'none' }, []],
    [{ category: 'UNSPSC#43211500' }, ['A/1 #ä', 'B']],
    [{ category: 'NAME#Docks/Hubs' }, ['B']],
    [{ category: 'NAME#Docks/Hubs', mpn: 'M1' }, []],
    [{ category: 'Laptops' }, []],
    [{ supplier_id: 'SUP' }, []],
  ])('finds by %j', async (query, skus) => {
    expect((await list(query)).skus).toEqual(skus);
    // The same one by one.
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const { body, skus: page } = await list({ ...query, limit: '1', ...(cursor && { cursor }) });
      found.push(...page);
      cursor = body.next_cursor ?? undefined;
    } while (cursor);
    expect(found).toEqual(skus);
  });

  it('finds by the category that an administrator has mapped several of suppliers to', async () => {
    for (const id of ['UNSPSC#43211500', 'NAME#Docks/Hubs']) {
      const body = { category: ' Workplace ', product_class: 'hardware' };
      const mapped = await call('PUT /v1/catalog/category', { query: { id }, body });
      expect(mapped).toMatchObject({
        status: 200,
        body: { id, category: 'Workplace', updated_by: REQUESTER_CLAIMS.sub },
      });
      Category.parse(mapped.body);
    }
    hub.table.recent.clear();
    const { body, skus } = await list({ category: 'Workplace' });
    expect(skus).toEqual(['B', 'A/1 #ä', 'B']);
    expect(body.data[0]).toMatchObject({ category: 'Workplace', product_class: 'hardware' });
    const first = await list({ category: 'Workplace', limit: '2' });
    const second = await list({ category: 'Workplace', limit: '2', cursor: first.body.next_cursor });
    expect([first.skus, second.skus]).toEqual([['B', 'A/1 #ä'], ['B']]);
  });

  it.each<[Record<string, string>, number, string]>([
    [{ supplier_id: 'a#b' }, 422, 'supplier_id'],
    [{ q: '' }, 422, 'q'],
    [{ sku: 'x'.repeat(101) }, 422, 'sku'],
    [{ on_sale: 'false' }, 422, 'on_sale'],
    [{ limit: '0' }, 422, 'limit'],
    [{ cursor: 'x' }, 400, 'cursor'],
  ])('rejects %j', async (query, status, path) => {
    expect(await list(query)).toMatchObject({ status, body: { errors: [{ path }] } });
  });

  it('rejects a forged cursor that leads out of what it lists', async () => {
    const scope = [ORG, 'products', undefined, 'SUP-2', undefined, undefined, undefined, 'true'];
    const cursor = encodeCursor(scope, `\n${SUPPLIER}#B`);
    expect(await list({ supplier_id: 'SUP-2', cursor })).toMatchObject({
      status: 400,
      body: { code: 'cursor.invalid' },
    });
    expect((await list({ supplier_id: 'SUP-2', cursor: encodeCursor(scope, '\nSUP-2#A') })).skus).toEqual(['B']);
  });

  it('is the caller’s organization’s alone', async () => {
    const claims = { ...REQUESTER_CLAIMS, org_id: 'org_2' };
    for (const query of [{}, { mpn: 'M2' }, { category: 'UNSPSC#43211500' }]) {
      expect((await call('GET /v1/catalog/products', { query, claims })).body.data).toEqual([]);
    }
    const { body } = await list({ limit: '1' });
    const stolen = await call('GET /v1/catalog/products', { query: { limit: '1', cursor: body.next_cursor }, claims });
    expect(stolen).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
  });
});

describe('a long list of products', () => {
  it('is searched in parts, each with few queries, to its end', async () => {
    for (const first of [1000, 1070]) {
      const products = Array.from({ length: 70 }, (_, i) => ({ sku: `${first + i}`, mpn: `M${i}` }));
      await importCatalog(SUPPLIER, ...products);
    }
    hub.actions.length = 0;
    const { skus } = await list({ q: '1139' });
    expect(skus).toEqual(['1139']);
    expect(hub.actions.filter((action) => action === 'Query').length).toBeLessThanOrEqual(4);
    const found: string[] = [];
    let query: Record<string, string> = { category: 'UNSPSC#43211500', limit: '50' };
    for (let page = 0; page < 10; page++) {
      const { body, skus: some } = await list(query);
      found.push(...some);
      if (!body.has_more) break;
      query = { ...query, cursor: body.next_cursor };
    }
    expect(found).toEqual(Array.from({ length: 140 }, (_, i) => `${1000 + i}`));
  });
});

describe('a list that finds little', () => {
  it('ends a page early, with the cursor of the rest', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `Category ${10 + i}`);
    await importCatalog(
      SUPPLIER,
      ...names.map((product_category_name, i) => ({
        ...{ sku: `${i}`, mpn: `M${i}`, unspsc: '', product_category_name },
        contract_agreement: i === 39 ? contract : ended,
      })),
    );
    const mapped = { category: 'Other', product_class: null };
    for (const name of names) {
      await call('PUT /v1/catalog/category', { query: { id: `NAME#${name}` }, body: mapped });
    }
    const first = await list({ category: 'Other' });
    expect(first).toMatchObject({ skus: [], body: { has_more: true } });
    const second = await list({ category: 'Other', cursor: first.body.next_cursor });
    expect(second).toMatchObject({ skus: ['39'], body: { has_more: false } });
  });
});

describe('a product', () => {
  const query = { supplier_id: SUPPLIER, sku: 'A/1 #ä' };

  it('is shown with all that its supplier tells, and its model', async () => {
    await importCatalog(SUPPLIER, {
      ...{ sku: query.sku, substitute_products: ['M9'], compatible_products: [{ mpn: 'M8' }] },
      bundled_components: [{ mpn: 'M1', quantity: '2' }],
    });
    const { status, body } = await call('GET /v1/catalog/product', { query });
    expect([status, ProductDetail.parse(body)]).toEqual([200, body]);
    expect(body).toMatchObject({
      sku: query.sku,
      unit_cost: 456,
      images: ['http://test123.image1.png', 'http://test123.image2.jpeg'],
      bundled_components: [{ mpn: 'M1', quantity: 2 }],
      substitute_products: ['M9'],
      compatible_products: ['M8'],
      product_attributes: expect.arrayContaining([{ name: 'RAM', value: '16GB' }]),
    });
  });

  it('is not found where there is none, and of another organization', async () => {
    await importCatalog(SUPPLIER, { sku: query.sku });
    const none = { status: 404, body: expect.objectContaining({ code: 'product.not_found' }) };
    expect(await call('GET /v1/catalog/product', { query: { ...query, sku: 'none' } })).toEqual(none);
    const claims = { ...REQUESTER_CLAIMS, org_id: 'org_2' };
    expect(await call('GET /v1/catalog/product', { query, claims })).toEqual(none);
    expect((await call('GET /v1/catalog/product', { query: { sku: 'x' } })).status).toBe(422);
  });
});

describe('the categories', () => {
  it('are listed in pages, and mapped, and unmapped', async () => {
    await importCatalog(SUPPLIER, { sku: 'A' }, { sku: 'B', unspsc: '', product_category_name: 'Docks/Hubs' });
    const first = await call('GET /v1/catalog/categories', { query: { limit: '1' } });
    pageOf(Category).parse(first.body);
    expect(first.body.data).toMatchObject([{ id: 'NAME#Docks/Hubs', name: 'Docks/Hubs', unspsc: null }]);
    const cursor = first.body.next_cursor;
    const second = await call('GET /v1/catalog/categories', { query: { limit: '1', cursor } });
    expect(second.body.data).toMatchObject([{ id: 'UNSPSC#43211500', name: 'Computer', unspsc: '43211500' }]);
    const put = (body: object) => call('PUT /v1/catalog/category', { query: { id: 'UNSPSC#43211500' }, body });
    expect((await put({ category: 'Laptops' })).body).toMatchObject({ category: 'Laptops', product_class: null });
    expect((await put({ category: null })).body).toMatchObject({ category: null });
  });

  it.each([[{}], [{ category: '' }], [{ category: 'x', product_class: 'car' }], [{ category: 'x', name: 'y' }]])(
    'are not mapped by %j',
    async (body) => {
      await importCatalog(SUPPLIER, { sku: 'A' });
      expect((await call('PUT /v1/catalog/category', { query: { id: 'UNSPSC#43211500' }, body })).status).toBe(422);
    },
  );

  it('are not found where there is none, and of another organization', async () => {
    await importCatalog(SUPPLIER, { sku: 'A' });
    const body = { category: 'x' };
    const none = { status: 404, body: expect.objectContaining({ code: 'category.not_found' }) };
    expect(await call('PUT /v1/catalog/category', { query: { id: 'NAME#x' }, body })).toEqual(none);
    const claims = { ...REQUESTER_CLAIMS, org_id: 'org_2', roles: '[procurement_admin]' };
    expect(await call('PUT /v1/catalog/category', { query: { id: 'UNSPSC#43211500' }, body, claims })).toEqual(none);
    expect(ORG).not.toBe('org_2');
  });
});
