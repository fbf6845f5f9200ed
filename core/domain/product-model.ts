import * as z from 'zod/mini';
import { isSameJson } from './json.ts';
import { AttributesSchema } from './product-detail.ts';
import type { CatalogProduct } from './spendint/catalog.ts';
import type { ProductOwner } from './supplier-product.ts';
import { categoryIdOf } from './third-party-category.ts';

/** What a manufacturer makes, by its MPN: the products of several suppliers may be the same model (spendint 20, 56). */

/** As stored. */
export const ProductModelSchema = z.object({
  org_id: z.string(),
  mpn: z.string(),
  product_name: z.string(),
  manufacturer: z.string(),
  product_description: z.nullable(z.string()),
  /** The id of the third-party category. */
  category_id: z.string(),
  product_attributes: AttributesSchema,
  /** Links to other models by their MPN. */
  substitute_products: z.array(z.string()),
  compatible_products: z.array(z.string()),
  /** The supplier whose catalog has told it, and when that was accepted, in Unix milliseconds. */
  supplier_id: z.string(),
  catalog_at: z.int(),
  /** Counts the writes. */
  version: z.int(),
});
export type ProductModel = z.infer<typeof ProductModelSchema>;

/** The model after a catalog's entry that was accepted at `at`; undefined where nothing changes, or a later one was applied. */
export function nextModel(
  before: ProductModel | undefined,
  entry: CatalogProduct & { readonly mpn: string },
  { org_id, supplier_id }: ProductOwner,
  at: number,
): ProductModel | undefined {
  if (before && before.catalog_at > at) return undefined;
  const content = {
    org_id,
    mpn: entry.mpn,
    product_name: entry.product_name,
    manufacturer: entry.manufacturer,
    product_description: entry.product_description,
    category_id: categoryIdOf(entry),
    product_attributes: [...entry.product_attributes],
    substitute_products: [...entry.substitute_products],
    compatible_products: [...entry.compatible_products],
  };
  if (!before) return { ...content, supplier_id, catalog_at: at, version: 1 };
  const { supplier_id: _, catalog_at: __, version, ...known } = before;
  return isSameJson(known, content) ? undefined : { ...content, supplier_id, catalog_at: at, version: version + 1 };
}
