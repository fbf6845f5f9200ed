import { describe, expect, it } from '@jest/globals';
import { findModel } from '../../../../core/store/product-models.ts';
import { findProductDetail, findSupplierProduct } from '../../../../core/store/supplier-products.ts';
import { findCategory } from '../../../../core/store/third-party-categories.ts';
import { hubTable } from '../../support/hub-table.ts';
import {
  aCatalog,
  aContract,
  anAvailability,
  anExample,
  aPrice,
  apply as applyTo,
  NOW,
  ORG,
  SUPPLIER,
} from './products.ts';

const hub = hubTable();
const apply = (...[kind, document, call, part]: DropFirst<Parameters<typeof applyTo>>) =>
  applyTo(hub.table, kind, document, call, part);
type DropFirst<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Rest] ? Rest : never;

const SKU = '55788741';
const MPN = 'Z0WQ-20004301931';
const product = (sku = SKU, supplierId = SUPPLIER) => findSupplierProduct(hub.table, ORG, { supplierId, sku });
const writes = () => hub.actions.filter((action) => /Put|Update|Delete|Write/.test(action));
const products = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({ sku: `SKU-${i}`, mpn: `MPN-${i}`, ...more }));

describe('a catalog', () => {
  it('creates the product, model and category of ServiceNow’s example', async () => {
    const catalog = aCatalog({ contract_agreement: aContract('456') });
    expect(await apply('catalog', catalog)).toMatchObject({
      outcome: {
        kind: 'catalog',
        sender: { customer_id: 'AB-1234323', supplier_id: SUPPLIER, third_party_import_id: 'DELL1234567' },
        failures: [],
      },
      next: undefined,
      changed: 1,
      mayPass: false,
    });
    expect(await product()).toEqual({
      org_id: ORG,
      supplier_id: SUPPLIER,
      sku: SKU,
      mpn: MPN,
      product_name: 'Apple MacBook Pro 13 Core i7',
      manufacturer: 'Apple',
      category_id: 'UNSPSC#43211500',
      unit: 'Each',
      delivery_time: 4,
      contract_agreement: {
        contract_number: '34567892',
        negotiated_currency: 'USD',
        negotiated_price_minor: 45_600,
        contract_start_date: null,
        contract_end_date: null,
      },
      available_units: 4,
      digest: expect.stringMatching(/^[\w-]{16}$/),
      catalog_at: NOW,
      price_at: NOW,
      availability_at: NOW,
      last_change: 'catalog',
      version: 1,
    });
    expect(await findProductDetail(hub.table, ORG, { supplierId: SUPPLIER, sku: SKU })).toEqual({
      product_description: 'Apple MacBook Pro 13 Core i7 2.8GHz 16GB 512GB - Touch Bar - Space Gray',
      product_attributes: [
        { name: 'Color', value: 'Space Grey' },
        { name: 'RAM', value: '16GB' },
        { name: 'Screen Size', value: '13inch' },
      ],
      available_for_country: ['US', 'IN', 'GB'],
      images: ['http://test123.image1.png', 'http://test123.image2.jpeg'],
      parent_bundle: '920-0045362002',
      bundled_components: [{ mpn: MPN, quantity: 4 }],
      substitute_products: [],
      compatible_products: [],
    });
    expect(await findModel(hub.table, ORG, MPN)).toMatchObject({
      product_name: 'Apple MacBook Pro 13 Core i7',
      category_id: 'UNSPSC#43211500',
      supplier_id: SUPPLIER,
      version: 1,
    });
    expect(await findCategory(hub.table, ORG, 'UNSPSC#43211500')).toMatchObject({ name: 'Computer', category: null });
    expect(await hub.indexed('gsi2', `ORG#${ORG}#MPN#${MPN}`)).toEqual([`${SUPPLIER}#${SKU}`]);
    expect(await hub.indexed('gsi3', `ORG#${ORG}#CATEGORY#UNSPSC#43211500`)).toEqual([`${SUPPLIER}#${SKU}`]);
  });

  it('that is sent again reads its products once, and writes nothing', async () => {
    const catalog = aCatalog(...products(150));
    await apply('catalog', catalog);
    hub.actions.length = 0;
    const again = await apply(
      'catalog',
      { ...catalog, third_party_import_id: 'x' },
      { acceptedAtMs: NOW + 1, importId: 'imp_2' },
    );
    expect(again.changed).toBe(0);
    expect(hub.actions).toEqual(['BatchGetItem', 'BatchGetItem']);
  });

  it('that is repeated after a crash counts what its call has changed, and writes nothing', async () => {
    const catalog = aCatalog(...products(3));
    await apply('catalog', aCatalog(...products(1)));
    await apply('catalog', catalog, { acceptedAtMs: NOW + 1 });
    hub.actions.length = 0;
    expect(await apply('catalog', catalog, { acceptedAtMs: NOW + 1 })).toMatchObject({ changed: 2 });
    expect(writes()).toEqual([]);
  });

  it('writes what has changed alone', async () => {
    const before = products(30);
    await apply('catalog', aCatalog(...before));
    hub.actions.length = 0;
    const after = before.map((one, i) => (i === 7 ? { ...one, delivery_time: '9' } : one));
    expect(await apply('catalog', aCatalog(...after), { acceptedAtMs: NOW + 1 })).toMatchObject({ changed: 1 });
    expect(writes()).toEqual(['PutItem']);
    expect(await product('SKU-7')).toMatchObject({ delivery_time: 9, version: 2, catalog_at: NOW + 1 });
    expect(await product('SKU-8')).toMatchObject({ version: 1, catalog_at: NOW });
  });

  it('brings the links of a model and the detail of its product up to date', async () => {
    await apply('catalog', aCatalog({ substitute_products: ['A'] }));
    await apply('catalog', aCatalog({ substitute_products: [{ mpn: 'B' }], compatible_products: ['C'] }), {
      acceptedAtMs: NOW + 1,
    });
    const links = { substitute_products: ['B'], compatible_products: ['C'] };
    expect(await findModel(hub.table, ORG, MPN)).toMatchObject({ ...links, version: 2 });
    expect(await findProductDetail(hub.table, ORG, { supplierId: SUPPLIER, sku: SKU })).toMatchObject(links);
  });

  it('moves a product to another MPN and category', async () => {
    await apply('catalog', aCatalog({}));
    await apply('catalog', aCatalog({ mpn: 'M2', unspsc: '', product_category_name: 'Cables/Adapters' }), {
      acceptedAtMs: NOW + 1,
    });
    expect(await hub.indexed('gsi2', `ORG#${ORG}#MPN#${MPN}`)).toEqual([]);
    expect(await hub.indexed('gsi2', `ORG#${ORG}#MPN#M2`)).toEqual([`${SUPPLIER}#${SKU}`]);
    expect(await hub.indexed('gsi3', `ORG#${ORG}#CATEGORY#NAME#Cables/Adapters`)).toEqual([`${SUPPLIER}#${SKU}`]);
    expect(await findCategory(hub.table, ORG, 'NAME#Cables/Adapters')).toMatchObject({ unspsc: null });
  });

  it('leaves out of the index of MPNs a bundle that has none', async () => {
    await apply('catalog', aCatalog({ mpn: undefined }));
    expect(await product()).toMatchObject({ mpn: null });
    expect(hub.actions.filter((action) => action === 'BatchGetItem')).not.toHaveLength(0);
  });

  it('leaves the contract and units that it doesn’t have', async () => {
    await apply('catalog', aCatalog({ contract_agreement: aContract('456'), available_units: '4' }));
    await apply('catalog', aCatalog({ contract_agreement: undefined, available_units: '', unit: 'Box' }), {
      acceptedAtMs: NOW + 1,
    });
    expect(await product()).toMatchObject({
      unit: 'Box',
      available_units: 4,
      contract_agreement: { negotiated_price_minor: 45_600 },
      price_at: NOW,
      catalog_at: NOW + 1,
    });
  });

  it('of two suppliers for one MPN makes one model, as the last has told it', async () => {
    const other = { ...aCatalog({ product_name: 'MacBook' }), supplier_id: 'SUP-2' };
    await apply('catalog', aCatalog({}));
    await apply('catalog', other, { supplierId: 'SUP-2', acceptedAtMs: NOW + 1 });
    expect(await findModel(hub.table, ORG, MPN)).toMatchObject({ product_name: 'MacBook', supplier_id: 'SUP-2' });
    expect(await product()).toMatchObject({ product_name: 'Apple MacBook Pro 13 Core i7' });
    expect(await product(SKU, 'SUP-2')).toMatchObject({ product_name: 'MacBook' });
  });

  it('learns the name of a category that it had by UNSPSC only', async () => {
    await apply('catalog', aCatalog({ product_category_name: '' }));
    expect(await findCategory(hub.table, ORG, 'UNSPSC#43211500')).toMatchObject({ name: null });
    hub.table.recent.clear();
    await apply('catalog', aCatalog({ sku: 'S2' }), { acceptedAtMs: NOW + 1 });
    expect(await findCategory(hub.table, ORG, 'UNSPSC#43211500')).toMatchObject({ name: 'Computer', version: 2 });
  });

  it('takes what is right of it, and the first of a SKU that it has twice', async () => {
    const catalog = aCatalog(
      { sku: 'A' },
      { sku: 'B', unit: '' },
      { sku: 'A', product_name: 'Second' },
      { sku: 'C', contract_agreement: undefined, parent_bundle: undefined },
    );
    const { outcome, changed } = await apply('catalog', catalog);
    expect(changed).toBe(1);
    expect(outcome.failures).toMatchObject([
      { keys: { sku: 'B' }, error_message: 'Field Value empty/Formatting issue Unit\n' },
      { keys: { sku: 'A' }, error_message: 'The product is in this document more than once\n' },
      { keys: { sku: 'C' } },
    ]);
    expect(await product('A')).toMatchObject({ product_name: 'Apple MacBook Pro 13 Core i7' });
    expect(await product('B')).toBeUndefined();
  });

  it('of another supplier is refused, without reading a product', async () => {
    const applied = await apply('catalog', { ...aCatalog({}), supplier_id: 'SUP-9' });
    expect(applied).toMatchObject({ next: undefined, changed: 0 });
    expect(applied.outcome.failures).toEqual([
      {
        keys: { sku: SKU, mpn: MPN },
        error_message: 'The supplier of this document is not the supplier of this user\n',
      },
    ]);
    expect(hub.actions).toEqual([]);
  });

  it.each([
    ['nothing', null],
    ['text', 'catalog'],
    ['no products', { supplier_id: SUPPLIER }],
    ['no list', { supplier_id: SUPPLIER, products: {} }],
  ])('that is %s is refused as a whole', async (_, document) => {
    const { outcome, next } = await apply('catalog', document);
    expect(outcome.failures).toHaveLength(1);
    expect([next, hub.actions]).toEqual([undefined, []]);
  });

  it('fits the table’s items with the longest product there is', async () => {
    const wide = (length: number) => '\u20ac'.repeat(length);
    const list = <Entry>(length: number, entry: (index: string) => Entry) =>
      Array.from({ length }, (_, i) => entry(String(i).padStart(3, '0')));
    const longest = {
      ...{ sku: wide(100), mpn: wide(100), manufacturer: wide(100), product_name: wide(1000), unit: wide(40) },
      ...{ product_category_name: wide(100), unspsc: '', product_description: wide(65_000), parent_bundle: wide(100) },
      product_attributes: Object.fromEntries(list(50, (i) => [wide(97) + i, wide(255)])),
      images: list(10, (i) => `https://a.example/${wide(979)}${i}`),
      bundled_components: list(50, (i) => ({ mpn: wide(97) + i, quantity: '999999' })),
      substitute_products: list(50, (i) => wide(97) + i),
      compatible_products: list(50, (i) => wide(97) + i),
    };
    expect(await apply('catalog', aCatalog(longest))).toMatchObject({ changed: 1, outcome: { failures: [] } });
    expect(await product(wide(100))).toMatchObject({ mpn: wide(100) });
  });
});

describe('prices and availability', () => {
  it('update products that exist, with one write each', async () => {
    await apply('catalog', aCatalog({}));
    hub.actions.length = 0;
    await apply('price', aPrice({ sku: SKU, contract_agreement: aContract('399.5') }), { acceptedAtMs: NOW + 1 });
    await apply('availability', anAvailability({ sku: SKU, available_units: '0' }), { acceptedAtMs: NOW + 2 });
    expect(hub.actions).toEqual(['BatchGetItem', 'PutItem', 'BatchGetItem', 'PutItem']);
    expect(await product()).toMatchObject({
      contract_agreement: { negotiated_price_minor: 39_950 },
      available_units: 0,
      price_at: NOW + 1,
      availability_at: NOW + 2,
      catalog_at: NOW,
      last_change: 'availability',
      version: 3,
    });
  });

  it('that are sent again write nothing', async () => {
    await apply('catalog', aCatalog({}));
    const price = aPrice({ sku: SKU, contract_agreement: aContract('399.5') });
    const availability = anAvailability({ sku: SKU, available_units: '0' });
    for (const acceptedAtMs of [NOW + 1, NOW + 2]) {
      hub.actions.length = 0;
      await apply('price', price, { acceptedAtMs });
      await apply('availability', availability, { acceptedAtMs });
    }
    expect(hub.actions).toEqual(['BatchGetItem', 'BatchGetItem']);
  });

  it.each(['price', 'availability'] as const)(
    'say of a product that doesn’t exist that it does not: %s',
    async (kind) => {
      const document =
        kind === 'price'
          ? aPrice({ sku: 'X', contract_agreement: aContract('1') }, { sku: 'Y' })
          : anAvailability({ sku: 'X', available_units: '1' }, { sku: 'Y' });
      const { outcome, changed } = await apply(kind, document);
      const missing = `The product for which you are trying to update ${kind === 'price' ? 'pricing' : kind} does not exist\n`;
      expect(outcome.failures).toEqual([
        { keys: { sku: 'X' }, error_message: missing },
        { keys: { sku: 'Y' }, error_message: expect.stringMatching(new RegExp(`^${missing}Field Value empty`)) },
      ]);
      expect([changed, writes()]).toEqual([0, []]);
    },
  );

  it('are of the caller’s own products', async () => {
    await apply('catalog', { ...aCatalog({}), supplier_id: 'SUP-2' }, { supplierId: 'SUP-2' });
    const { supplier_id: _, ...availability } = anAvailability({ sku: SKU, available_units: '1' });
    expect((await apply('availability', availability)).outcome.failures).toHaveLength(1);
    expect((await apply('availability', availability, { supplierId: 'SUP-2' })).outcome.failures).toEqual([]);
    expect((await apply('availability', availability, { supplierId: 'SUP-2', orgId: 'org_2' })).changed).toBe(0);
  });

  it('take ServiceNow’s examples', async () => {
    for (const kind of ['price', 'availability'] as const) {
      const document = anExample(kind);
      const skus = document.products.map(({ sku }: { sku: string }) => ({ sku }));
      const supplierId = document.supplier_id;
      await apply('catalog', { ...aCatalog(...skus), supplier_id: supplierId }, { supplierId });
      for (const one of document.products) delete one.contract_agreement?.contract_start_date;
      for (const one of document.products) delete one.contract_agreement?.contract_end_date;
      expect((await apply(kind, document, { supplierId, acceptedAtMs: NOW + 5 })).outcome.failures).toEqual([]);
    }
  });
});

describe('a document of many products', () => {
  it('goes on where the time ran out, and tells the failures of each part once', async () => {
    const list = products(250).map((one, i) => (i % 100 === 50 ? { ...one, unit: '' } : one));
    const catalog = aCatalog(...list);
    const first = await apply('catalog', catalog, {}, { hasTime: () => false });
    expect(first).toMatchObject({ next: 100, changed: 99 });
    expect(first.outcome.failures.map(({ keys }) => keys.sku)).toEqual(['SKU-50']);
    const rest = await apply('catalog', catalog, {}, { from: 100 });
    expect(rest).toMatchObject({ next: undefined, changed: 149 });
    expect(rest.outcome.failures.map(({ keys }) => keys.sku)).toEqual(['SKU-150']);
    expect((await apply('catalog', catalog, { acceptedAtMs: NOW + 1 })).changed).toBe(0);
  });

  it('knows in a later part that a SKU was in an earlier one', async () => {
    const catalog = aCatalog(...products(101), { sku: 'SKU-0', product_name: 'Second' });
    const { outcome } = await apply('catalog', catalog, {}, { from: 100 });
    expect(outcome.failures).toMatchObject([{ keys: { sku: 'SKU-0' } }]);
  });

  it('is repeated as a whole where the table fails in its midst, and ends the same', async () => {
    const catalog = aCatalog(...products(40));
    let calls = 0;
    hub.before = (action) => {
      if (action === 'TransactWriteItems' && ++calls === 25) throw new Error('lost');
    };
    await expect(apply('catalog', catalog)).rejects.toThrow('lost');
    hub.before = () => {};
    await apply('catalog', catalog);
    for (const { sku, mpn } of products(40)) {
      expect(await product(sku)).toMatchObject({ version: 1 });
      expect(await findModel(hub.table, ORG, mpn)).toMatchObject({ version: 1 });
    }
  });
});
