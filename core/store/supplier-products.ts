import { createHash } from 'node:crypto';
import { HubError } from '../domain/errors.ts';
import { type ProductDetail, ProductDetailSchema } from '../domain/product-detail.ts';
import { type SupplierProduct, SupplierProductSchema, searchTextOf } from '../domain/supplier-product.ts';
import { ENTITY } from './names.ts';
import { readTogether } from './read-together.ts';
import { getItem, type Table } from './table.ts';
import { putNextVersion } from './update.ts';
import { replaceItem, type Write } from './write.ts';

/**
 * Products of suppliers: two items each, in two partitions per organization, by supplier and SKU: what prices and availability
 * change, below 1 KB, and the detail. gsi2 has the products of an MPN, gsi3 those of a third-party category.
 */

/** What a product is found by. Ids of suppliers have no '#'. */
export interface ProductKey {
  readonly supplierId: string;
  readonly sku: string;
}

export function productPartition(orgId: string): string {
  return `ORG#${orgId}#SUPPLIER_PRODUCTS`;
}
export function productSortKey({ supplierId, sku }: ProductKey): string {
  return `${supplierId}#${sku}`;
}
export function mpnPartition(orgId: string, mpn: string): string {
  return `ORG#${orgId}#MPN#${mpn}`;
}
export function categoryPartition(orgId: string, categoryId: string): string {
  return `ORG#${orgId}#CATEGORY#${categoryId}`;
}
export function productKey(orgId: string, key: ProductKey) {
  return { pk: productPartition(orgId), sk: productSortKey(key) };
}
function detailKey(orgId: string, key: ProductKey) {
  return { pk: `ORG#${orgId}#SUPPLIER_PRODUCT_DETAILS`, sk: productSortKey(key) };
}

export function productFromItem(item: unknown): SupplierProduct {
  return SupplierProductSchema.parse(item);
}

/** The products of some keys, strongly consistent, in any order; those that don't exist are left out. */
export async function findSupplierProducts(
  table: Table,
  orgId: string,
  keys: readonly ProductKey[],
): Promise<SupplierProduct[]> {
  const found = await readTogether(
    table,
    keys.map((key) => productKey(orgId, key)),
  );
  return found.map(productFromItem);
}

/** A product with its detail, strongly consistent. Throws `product.not_found`, also for another organization's product. */
export async function loadProduct(
  table: Table,
  orgId: string,
  key: ProductKey,
): Promise<{ readonly product: SupplierProduct; readonly detail: ProductDetail }> {
  const [product, detail] = await Promise.all([
    findSupplierProduct(table, orgId, key),
    findProductDetail(table, orgId, key),
  ]);
  if (product && detail) return { product, detail };
  throw new HubError('product.not_found', `${key.supplierId} has no product with the SKU ${key.sku}.`);
}

/** A product, strongly consistent; undefined without one. */
export async function findSupplierProduct(
  table: Table,
  orgId: string,
  key: ProductKey,
): Promise<SupplierProduct | undefined> {
  const item = await getItem(table, productKey(orgId, key));
  return item && productFromItem(item);
}

/** The detail of a product, strongly consistent; undefined without the product. */
export async function findProductDetail(
  table: Table,
  orgId: string,
  key: ProductKey,
): Promise<ProductDetail | undefined> {
  const item = await getItem(table, detailKey(orgId, key));
  return item && ProductDetailSchema.parse(item);
}

/** Tells one detail, or catalog's description of a product, from another. */
export function digestOf(detail: ProductDetail): string {
  return createHash('sha256').update(JSON.stringify(detail)).digest('base64url').slice(0, DIGEST_LENGTH);
}
const DIGEST_LENGTH = 16;

/** Saves the next version of a product, on condition that the stored one is the version before; before the first there is none. */
export function saveNextProduct(next: SupplierProduct): Write {
  const { org_id, supplier_id: supplierId, sku, mpn, version } = next;
  const key = productKey(org_id, { supplierId, sku });
  return putNextVersion(
    {
      ...key,
      ...(mpn !== null && { gsi2pk: mpnPartition(org_id, mpn), gsi2sk: key.sk }),
      ...{ gsi3pk: categoryPartition(org_id, next.category_id), gsi3sk: key.sk },
      entity: ENTITY.supplierProduct,
      search: searchTextOf(next),
      ...next,
    },
    { id: key.sk, version },
  );
}

/** Saves the detail of a product: in one transaction with the product, so that it is the one that the product's digest is of. */
export function saveProductDetail({ org_id, supplier_id, sku }: SupplierProduct, detail: ProductDetail): Write {
  const key = detailKey(org_id, { supplierId: supplier_id, sku });
  return replaceItem({ ...key, entity: ENTITY.supplierProductDetail, org_id, ...detail });
}
