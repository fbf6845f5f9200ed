import { describe, expect, it } from '@jest/globals';
import { findModel } from '../../../../core/store/product-models.ts';
import { digestOf, findProductDetail, findSupplierProduct } from '../../../../core/store/supplier-products.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aCatalog, aContract, anAvailability, aPrice, apply, NOW, ORG, SUPPLIER } from './products.ts';

const hub = hubTable();
const skus = Array.from({ length: 30 }, (_, i) => `SKU-${i}`);
const mpnOf = (sku: string) => sku.replace('SKU', 'MPN');
const catalogOf = (name: string) =>
  aCatalog(
    ...skus.map((sku) => ({ sku, mpn: mpnOf(sku), product_name: name, product_description: `${name} of ${sku}` })),
  );
const key = (sku: string) => ({ supplierId: SUPPLIER, sku });

/** A product, its detail and its model. */
async function stored(sku: string) {
  const product = await findSupplierProduct(hub.table, ORG, key(sku));
  const detail = await findProductDetail(hub.table, ORG, key(sku));
  const model = await findModel(hub.table, ORG, mpnOf(sku));
  if (!product || !detail || !model) throw new Error(`${sku} is not whole`);
  return { product, detail, model };
}

describe('calls for the same products at once', () => {
  it('make of each product what one of two catalogs tells, whole', async () => {
    await Promise.all(['One', 'Two'].map((name) => apply(hub.table, 'catalog', catalogOf(name))));
    for (const sku of skus) {
      const { product, detail, model } = await stored(sku);
      expect(['One', 'Two']).toContain(product.product_name);
      expect(detail.product_description).toBe(`${product.product_name} of ${sku}`);
      expect(product.digest).toBe(digestOf(detail));
      expect(model.product_description).toBe(`${model.product_name} of ${sku}`);
    }
  });

  it('end as the last accepted of each kind tells', async () => {
    await apply(hub.table, 'catalog', catalogOf('Zero'));
    const prices = ['11', '12'].map((price) =>
      aPrice(...skus.map((sku) => ({ sku, contract_agreement: aContract(price) }))),
    );
    const units = ['21', '22'].map((available_units) =>
      anAvailability(...skus.map((sku) => ({ sku, available_units }))),
    );
    await Promise.all([
      apply(hub.table, 'catalog', { ...catalogOf('Last') }, { acceptedAtMs: NOW + 2 }),
      apply(hub.table, 'catalog', { ...catalogOf('Old') }, { acceptedAtMs: NOW + 1 }),
      apply(hub.table, 'price', prices[1], { acceptedAtMs: NOW + 4 }),
      apply(hub.table, 'price', prices[0], { acceptedAtMs: NOW + 3 }),
      apply(hub.table, 'availability', units[0], { acceptedAtMs: NOW + 5 }),
      apply(hub.table, 'availability', units[1], { acceptedAtMs: NOW + 6 }),
    ]);
    for (const sku of skus) {
      const { product, detail, model } = await stored(sku);
      expect(product).toMatchObject({
        product_name: 'Last',
        contract_agreement: { negotiated_price_minor: 1200 },
        available_units: 22,
      });
      expect([detail.product_description, model.product_name]).toEqual([`Last of ${sku}`, 'Last']);
    }
  });
});

describe('the units of a product', () => {
  it('are those of the access patterns', async () => {
    const used = async (work: () => Promise<unknown>) => {
      Object.assign(hub.units, { read: 0, write: 0 });
      await work();
      return { ...hub.units };
    };
    const catalog = aCatalog({ contract_agreement: aContract('456') });
    const [{ sku }] = catalog.products;
    const later = { acceptedAtMs: NOW + 1 };
    // The category's absence is read twice, the model's once, and the product's.
    expect(await used(() => apply(hub.table, 'catalog', catalog))).toEqual({ read: 3.5, write: 10 });
    expect(await used(() => apply(hub.table, 'catalog', catalog, later))).toEqual({ read: 1, write: 0 });
    const units = anAvailability({ sku, available_units: '1' });
    expect(await used(() => apply(hub.table, 'availability', units, later))).toEqual({ read: 1, write: 1 });
    const price = aPrice({ sku, contract_agreement: aContract('399') });
    expect(await used(() => apply(hub.table, 'price', price, later))).toEqual({ read: 1, write: 1 });
  });
});
