import * as z from 'zod';
import { REQUEST_TYPES } from '../../../../core/domain/procurement-request.ts';
import { Amount, Count, CurrencyCode, Name, UnixSeconds } from './common.ts';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const ProductClass = z.enum(REQUEST_TYPES).nullable();

const product = {
  supplier_id: Name,
  sku: Name,
  mpn: Name.nullable(),
  product_name: Name,
  manufacturer: Name,
  category_id: Name,
  category: Name.nullable(),
  product_class: ProductClass,
  unit: Name,
  unit_cost: Amount.nullable(),
  currency: CurrencyCode.nullable(),
  contract_number: Name.nullable(),
  contract_start_date: Day.nullable(),
  contract_end_date: Day.nullable(),
  on_sale: z.boolean(),
  discontinued: z.boolean(),
  available_units: Count.nullable(),
  delivery_time: Count.nullable(),
  catalog_at: UnixSeconds,
  price_at: UnixSeconds.nullable(),
  availability_at: UnixSeconds.nullable(),
};

export const Product = z.strictObject(product).meta({ id: 'Product' });

export const ProductDetail = z
  .strictObject({
    ...product,
    product_description: z.string().nullable(),
    product_attributes: z.array(z.strictObject({ name: Name, value: z.string() })),
    available_for_country: z.array(z.string().length(2)),
    images: z.array(z.string()),
    parent_bundle: Name.nullable(),
    bundled_components: z.array(z.strictObject({ mpn: Name, quantity: Count })),
    substitute_products: z.array(Name),
    compatible_products: z.array(Name),
  })
  .meta({ id: 'ProductDetail' });

export const Category = z
  .strictObject({
    id: Name,
    unspsc: Name.nullable(),
    name: Name.nullable(),
    category: Name.nullable(),
    product_class: ProductClass,
    updated_by: Name.nullable(),
  })
  .meta({ id: 'ThirdPartyCategory' });
