import * as z from 'zod/mini';
import type { Apply } from '../pull/puller.ts';
import type { PulledProduct } from '../pull/records.ts';
import { inParallel } from './in-parallel.ts';
import { ENTITY } from './names.ts';
import { readItems, type Table } from './table.ts';
import { commit, replaceItem, type Write } from './write.ts';

/** The products of an ERP's catalog: one item each, in a partition per organization and partner, by the partner's number. */

export function productPartition(orgId: string, partner: string): string {
  return `ORG#${orgId}#PRODUCTS#${partner}`;
}
function productKey(orgId: string, partner: string, sku: string) {
  return { pk: productPartition(orgId, partner), sk: `PRODUCT#${sku}` };
}

const ProductSchema = z.object({
  sku: z.string(),
  name: z.string(),
  product_group: z.string(),
  unit: z.string(),
  status: z.enum(['active', 'inactive']),
});

function saveProduct(orgId: string, partner: string, product: PulledProduct): Write {
  return replaceItem({
    ...productKey(orgId, partner, product.sku),
    entity: ENTITY.product,
    org_id: orgId,
    partner,
    ...product,
  });
}

/** Brings the catalog to a page of products, which is the partner's alone. */
export function applyProducts(table: Table, partner: string): Apply<PulledProduct> {
  return async (orgId, products) => {
    // DynamoDB rejects a batch that names a key twice.
    const skus = [...new Set(products.map(({ sku }) => sku))];
    const keys = skus.map((sku) => productKey(orgId, partner, sku));
    const items = await readItems(table, keys, true);
    const stored = new Map(items.map((item) => [String(item.sk), ProductSchema.parse(item)]));
    return inParallel(products, async (product) => {
      const before = stored.get(productKey(orgId, partner, product.sku).sk);
      if (before && isSame(before, product)) return { kind: 'unchanged' };
      await commit(table, [saveProduct(orgId, partner, product)]);
      return { kind: 'changed' };
    });
  };
}

function isSame(stored: z.infer<typeof ProductSchema>, pulled: PulledProduct): boolean {
  return (
    stored.name === pulled.name &&
    stored.product_group === pulled.product_group &&
    stored.unit === pulled.unit &&
    stored.status === pulled.status
  );
}
