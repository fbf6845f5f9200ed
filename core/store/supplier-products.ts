import { type SupplierProduct, SupplierProductSchema } from '../domain/supplier-product.ts';
import { ENTITY } from './names.ts';
import { readItems, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/** What a product is found by. Ids of suppliers have no '#'. */
export interface ProductKey {
  readonly supplierId: string;
  readonly sku: string;
}

function productKey(orgId: string, { supplierId, sku }: ProductKey) {
  return { pk: `ORG#${orgId}#SUPPLIER_PRODUCTS`, sk: `${supplierId}#${sku}` };
}

/** The products of some keys, strongly consistent, in any order; those that don't exist are left out. */
export async function findSupplierProducts(
  table: Table,
  orgId: string,
  keys: readonly ProductKey[],
): Promise<SupplierProduct[]> {
  const distinct = new Map(keys.map((key) => [key.sku, productKey(orgId, key)]));
  return (await readItems(table, [...distinct.values()], true)).map((item) => SupplierProductSchema.parse(item));
}

export function saveNextProduct(next: SupplierProduct): Write {
  const key = productKey(next.org_id, { supplierId: next.supplier_id, sku: next.sku });
  return replaceItem({ ...key, entity: ENTITY.supplierProduct, ...next });
}
