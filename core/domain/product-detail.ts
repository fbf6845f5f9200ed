import * as z from 'zod/mini';
import type { CatalogProduct } from './spendint/catalog.ts';

/** What only the detail of a supplier's product needs: it may be long, and prices and availability leave it alone. */

export const AttributesSchema = z.array(z.object({ name: z.string(), value: z.string() }));

/** As stored, and as the API shows it. */
export const ProductDetailSchema = z.object({
  product_description: z.nullable(z.string()),
  product_attributes: AttributesSchema,
  /** Empty: everywhere. */
  available_for_country: z.array(z.string()),
  images: z.array(z.string()),
  /** The product that it is a component of, as the supplier names it. */
  parent_bundle: z.nullable(z.string()),
  bundled_components: z.array(z.object({ mpn: z.string(), quantity: z.int() })),
  /** MPNs. */
  substitute_products: z.array(z.string()),
  compatible_products: z.array(z.string()),
});
export type ProductDetail = z.infer<typeof ProductDetailSchema>;

/** The detail that a catalog's entry has. */
export function detailOf(entry: CatalogProduct): ProductDetail {
  return {
    product_description: entry.product_description,
    product_attributes: [...entry.product_attributes],
    available_for_country: [...entry.available_for_country],
    images: [...entry.images],
    parent_bundle: entry.parent_bundle,
    bundled_components: [...entry.bundled_components],
    substitute_products: [...entry.substitute_products],
    compatible_products: [...entry.compatible_products],
  };
}
