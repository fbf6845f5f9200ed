import * as z from 'zod/mini';
import { isSameJson } from './json.ts';
import type { AvailableProduct } from './spendint/availability.ts';
import type { CatalogProduct } from './spendint/catalog.ts';
import type { PricedProduct } from './spendint/price.ts';
import { categoryIdOf } from './third-party-category.ts';

/**
 * A product of a supplier: what its catalogs, prices and availability calls have told of it. Each of these three parts is as the call
 * told it that was accepted last, in whatever order they are applied (spendint 57).
 */

const ContractSchema = z.object({
  contract_number: z.string(),
  negotiated_currency: z.string(),
  /** Of one unit, in minor units. */
  negotiated_price_minor: z.int(),
  contract_start_date: z.nullable(z.string()),
  contract_end_date: z.nullable(z.string()),
});

/** As stored, without what only the detail needs. Times are Unix milliseconds of the acceptance, 0 where nothing was told. */
export const SupplierProductSchema = z.object({
  org_id: z.string(),
  supplier_id: z.string(),
  sku: z.string(),
  mpn: z.nullable(z.string()),
  product_name: z.string(),
  manufacturer: z.string(),
  /** The id of the third-party category. */
  category_id: z.string(),
  unit: z.string(),
  /** In days. */
  delivery_time: z.nullable(z.int()),
  /** Null for a bundle's component. */
  contract_agreement: z.nullable(ContractSchema),
  /** Null when the product isn't kept in stock. */
  available_units: z.nullable(z.int()),
  /** Changes with the detail and the model as this supplier's catalogs describe them. */
  digest: z.string(),
  catalog_at: z.int(),
  price_at: z.int(),
  availability_at: z.int(),
  /** What the last write was for. */
  last_change: z.enum(['catalog', 'price', 'availability']),
  /** Counts the writes. */
  version: z.int(),
});
export type SupplierProduct = z.infer<typeof SupplierProductSchema>;

/** What a search for a product looks in, in lower case. */
export function searchTextOf({ product_name, sku, mpn, manufacturer }: SupplierProduct): string {
  return [product_name, sku, mpn ?? '', manufacturer].join('\n').toLowerCase();
}

/** What an entry of a call tells; a part that it doesn't tell is absent. */
type Told = Partial<Omit<SupplierProduct, 'org_id' | 'supplier_id' | 'sku' | 'last_change' | 'version'>>;

/** Whose catalog it is. */
export interface ProductOwner {
  readonly org_id: string;
  readonly supplier_id: string;
}

/**
 * The product after a catalog's entry that was accepted at `at`; undefined where nothing changes. A contract or available units that
 * the catalog doesn't have leave those that are known.
 */
export function nextOfCatalog(
  before: SupplierProduct | undefined,
  entry: CatalogProduct,
  { org_id, supplier_id }: ProductOwner,
  { at, digest }: { readonly at: number; readonly digest: string },
): SupplierProduct | undefined {
  const { mpn, product_name, manufacturer, unit, delivery_time, contract_agreement, available_units } = entry;
  const catalog = { mpn, product_name, manufacturer, category_id: categoryIdOf(entry), unit, delivery_time, digest };
  if (!before) {
    return {
      ...{ org_id, supplier_id, sku: entry.sku, ...catalog, contract_agreement, available_units, catalog_at: at },
      price_at: contract_agreement ? at : 0,
      availability_at: available_units === null ? 0 : at,
      last_change: 'catalog',
      version: 1,
    };
  }
  return next(before, 'catalog', {
    ...(at >= before.catalog_at && { ...catalog, catalog_at: at }),
    ...(contract_agreement && at >= before.price_at && { contract_agreement, price_at: at }),
    ...(available_units !== null && at >= before.availability_at && { available_units, availability_at: at }),
  });
}

/** The product after a price that was accepted at `at`; undefined where nothing changes. */
export function nextOfPrice(
  before: SupplierProduct,
  { contract_agreement }: PricedProduct,
  at: number,
): SupplierProduct | undefined {
  return next(before, 'price', at >= before.price_at ? { contract_agreement, price_at: at } : {});
}

/** The product after an availability that was accepted at `at`; undefined where nothing changes. Its unit is the catalog's. */
export function nextOfAvailability(
  before: SupplierProduct,
  { available_units }: AvailableProduct,
  at: number,
): SupplierProduct | undefined {
  return next(before, 'availability', at >= before.availability_at ? { available_units, availability_at: at } : {});
}

function next(
  before: SupplierProduct,
  last_change: SupplierProduct['last_change'],
  told: Told,
): SupplierProduct | undefined {
  const after = { ...before, ...told };
  if (isSameJson(contentOf(before), contentOf(after))) return undefined;
  return { ...after, last_change, version: before.version + 1 };
}

/** When it was told makes no difference by itself: what is sent again changes nothing (spendint 16). */
function contentOf({ catalog_at: _, price_at: __, availability_at: ___, ...content }: SupplierProduct) {
  return content;
}
