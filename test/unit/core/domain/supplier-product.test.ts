import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { detailOf } from '../../../../core/domain/product-detail.ts';
import { nextModel, type ProductModel } from '../../../../core/domain/product-model.ts';
import { viewProduct, viewProductDetail } from '../../../../core/domain/product-view.ts';
import type { CatalogProduct } from '../../../../core/domain/spendint/catalog.ts';
import { readCatalog } from '../../../../core/domain/spendint/catalog.ts';
import {
  nextOfAvailability,
  nextOfCatalog,
  nextOfPrice,
  type SupplierProduct,
} from '../../../../core/domain/supplier-product.ts';
import { categoryIdOf, isCategoryId, nextCategory } from '../../../../core/domain/third-party-category.ts';
import { utcDay } from '../../../../core/domain/time.ts';
import { aCatalog } from '../suppliers/products.ts';

const OWNER = { org_id: 'org_1', supplier_id: 'SUP-1' };

function anEntry(more: Partial<CatalogProduct> = {}): CatalogProduct {
  const [entry] = readCatalog(aCatalog({ contract_agreement: undefined })).entries;
  if (!entry?.value) throw new Error('the example is wrong');
  return { ...entry.value, contract_agreement: null, available_units: null, ...more };
}

function aContract(negotiated_price_minor: number, start: string | null = null, end: string | null = null) {
  return {
    contract_number: '1',
    negotiated_currency: 'USD',
    negotiated_price_minor,
    contract_start_date: start,
    contract_end_date: end,
  };
}

function created(more: Partial<CatalogProduct> = {}, at = 1): SupplierProduct {
  const product = nextOfCatalog(undefined, anEntry(more), OWNER, { at, digest: 'd' });
  if (!product) throw new Error('nothing was created');
  return product;
}

type Call = { readonly kind: 'catalog' | 'price' | 'availability'; readonly tells: readonly boolean[] };

/** What a call makes of a product; the `index` of the call, in the order of acceptance, is also all that it tells. */
function after(product: SupplierProduct, { kind, tells: [price, units] }: Call, index: number): SupplierProduct {
  const at = 10 + index;
  const contract_agreement = aContract(at);
  switch (kind) {
    case 'price':
      return nextOfPrice(product, { sku: product.sku, contract_agreement }, at) ?? product;
    case 'availability':
      return nextOfAvailability(product, { sku: product.sku, unit: 'Each', available_units: at }, at) ?? product;
    case 'catalog': {
      const entry = anEntry({
        product_name: `${at}`,
        contract_agreement: price ? contract_agreement : null,
        available_units: units ? at : null,
      });
      return nextOfCatalog(product, entry, OWNER, { at, digest: `${at}` }) ?? product;
    }
  }
}

function toldBy({ last_change: _, version: __, ...told }: SupplierProduct) {
  return told;
}

describe('a supplier’s product', () => {
  const calls = fc.array(
    fc.record({
      kind: fc.constantFrom('catalog' as const, 'price' as const, 'availability' as const),
      tells: fc.tuple(fc.boolean(), fc.boolean()),
    }),
    { maxLength: 8 },
  );

  it('ends in whatever order, and however often, the calls come as the last accepted ones tell it', () => {
    const delivered = calls.chain((list) => {
      const indices = list.map((_, index) => index);
      const once = fc.shuffledSubarray(indices, { minLength: indices.length });
      const more = indices.length > 0 ? fc.array(fc.constantFrom(...indices), { maxLength: 5 }) : fc.constant([]);
      return fc.tuple(fc.constant(list), once, more);
    });
    fc.assert(
      fc.property(delivered, ([list, once, more]) => {
        const apply = (order: readonly number[]) =>
          order.reduce((product, index) => {
            const call = list[index];
            return call ? after(product, call, index) : product;
          }, created());
        const inOrder = apply(list.map((_, index) => index));
        expect(toldBy(apply([...once, ...more]))).toEqual(toldBy(inOrder));
      }),
    );
  });

  it('is not changed by what it is already, whenever that is told', () => {
    const product = created({ contract_agreement: aContract(100), available_units: 4 });
    const entry = anEntry({ contract_agreement: aContract(100), available_units: 4 });
    for (const at of [0, 1, 2]) {
      expect(nextOfCatalog(product, entry, OWNER, { at, digest: 'd' })).toBeUndefined();
      expect(nextOfPrice(product, { sku: product.sku, contract_agreement: aContract(100) }, at)).toBeUndefined();
      expect(nextOfAvailability(product, { sku: product.sku, unit: 'x', available_units: 4 }, at)).toBeUndefined();
    }
  });

  it.each([
    ['a price', (one: SupplierProduct) => nextOfPrice(one, { sku: one.sku, contract_agreement: aContract(7) }, 4)],
    [
      'an availability',
      (one: SupplierProduct) => nextOfAvailability(one, { sku: one.sku, unit: 'x', available_units: 9 }, 4),
    ],
    [
      'a catalog',
      (one: SupplierProduct) => nextOfCatalog(one, anEntry({ product_name: 'Old' }), OWNER, { at: 4, digest: 'old' }),
    ],
  ])('is not changed by %s that was accepted before', (_, old) => {
    const product = created({ contract_agreement: aContract(100), available_units: 4 }, 5);
    expect(old(product)).toBeUndefined();
  });

  it('takes from an older catalog the price that no later call has told', () => {
    const product = created({ contract_agreement: null }, 5);
    const entry = anEntry({ product_name: 'Old', contract_agreement: aContract(7) });
    expect(nextOfCatalog(product, entry, OWNER, { at: 4, digest: 'old' })).toEqual({
      ...product,
      contract_agreement: aContract(7),
      price_at: 4,
      version: 2,
    });
  });
});

describe('a product model', () => {
  const entry = { ...anEntry(), mpn: 'M' };
  const other = { ...entry, product_name: 'Other' };

  it('is as the last accepted catalog tells it, in any order', () => {
    const tell = (model: ProductModel | undefined, told: typeof entry, at: number) =>
      nextModel(model, told, OWNER, at) ?? model;
    const forwards = tell(tell(undefined, entry, 1), other, 2);
    const backwards = tell(tell(undefined, other, 2), entry, 1);
    expect(forwards).toMatchObject({ product_name: 'Other', catalog_at: 2, version: 2 });
    expect({ ...backwards, version: 2 }).toEqual(forwards);
  });

  it('is not changed by what it is already, whoever tells it', () => {
    const model = nextModel(undefined, entry, OWNER, 1);
    expect(nextModel(model, entry, { ...OWNER, supplier_id: 'SUP-2' }, 2)).toBeUndefined();
  });
});

describe('a third-party category', () => {
  it('goes by UNSPSC, else by name', () => {
    expect(categoryIdOf({ unspsc: '43211500', product_category_name: 'Computer' })).toBe('UNSPSC#43211500');
    expect(categoryIdOf({ unspsc: null, product_category_name: 'UNSPSC#1' })).toBe('NAME#UNSPSC#1');
    expect(['UNSPSC#1', 'NAME#x', 'Laptops'].map(isCategoryId)).toEqual([true, true, false]);
  });

  it('keeps its first name', () => {
    const unnamed = nextCategory(undefined, { unspsc: '1', product_category_name: null }, 'org_1');
    const named = nextCategory(unnamed, { unspsc: '1', product_category_name: 'Computer' }, 'org_1');
    expect(named).toMatchObject({ name: 'Computer', version: 2 });
    expect(nextCategory(named, { unspsc: '1', product_category_name: 'Laptop' }, 'org_1')).toBeUndefined();
    expect(nextCategory(unnamed, { unspsc: '1', product_category_name: null }, 'org_1')).toBeUndefined();
  });
});

describe('a product in a list', () => {
  const view = (product: SupplierProduct, today = '2026-11-22') => viewProduct(product, undefined, today);

  it.each<[string, string | null, string | null, boolean, boolean]>([
    ['has no dates', null, null, true, false],
    ['begins today', '2026-11-22', null, true, false],
    ['begins tomorrow', '2026-11-23', null, false, false],
    ['ends tomorrow', '2026-01-01', '2026-11-23', true, false],
    ['ends today', '2026-01-01', '2026-11-22', false, true],
  ])('tells whether it is on sale where its contract %s', (_, start, end, on_sale, discontinued) => {
    expect(view(created({ contract_agreement: aContract(100, start, end) }))).toMatchObject({
      on_sale,
      discontinued,
      contract_start_date: start,
      contract_end_date: end,
    });
  });

  it('has its price as a decimal of its currency', () => {
    expect(view(created({ contract_agreement: aContract(45_605) }))).toMatchObject({
      unit_cost: 456.05,
      currency: 'USD',
    });
    const yen = { ...aContract(456), negotiated_currency: 'JPY' };
    expect(view(created({ contract_agreement: yen }))).toMatchObject({ unit_cost: 456, currency: 'JPY' });
    expect(view(created())).toMatchObject({ unit_cost: null, currency: null, on_sale: true, discontinued: false });
  });

  it('has the category that an administrator has mapped', () => {
    const named = nextCategory(undefined, { unspsc: '1', product_category_name: null }, 'org_1');
    const category = named && { ...named, category: 'Laptops', product_class: 'hardware' as const };
    expect(viewProduct(created(), category, '2026-11-22')).toMatchObject({
      category: 'Laptops',
      product_class: 'hardware',
    });
  });

  it('has the links of its model in its detail, and its own without one', () => {
    const entry = anEntry({ substitute_products: ['A'] });
    const detail = detailOf(entry);
    const model = nextModel(undefined, { ...entry, mpn: 'M', substitute_products: ['B'] }, OWNER, 1);
    expect(viewProductDetail(view(created()), detail, model)).toMatchObject({ substitute_products: ['B'] });
    expect(viewProductDetail(view(created()), detail, undefined)).toMatchObject({ substitute_products: ['A'] });
  });

  it('is told of the day in UTC', () => {
    expect(utcDay(Date.UTC(2026, 10, 22, 23, 59) / 1000)).toBe('2026-11-22');
  });
});
