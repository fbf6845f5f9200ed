import * as z from 'zod/mini';

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
