import { toDecimal } from './money.ts';
import type { ProductDetail } from './product-detail.ts';
import type { ProductModel } from './product-model.ts';
import { isOnSale } from './spendint/contract.ts';
import type { SupplierProduct } from './supplier-product.ts';
import type { ThirdPartyCategory } from './third-party-category.ts';
import { unixSeconds } from './time.ts';

/** Products of suppliers as the API shows them (spendint 60). */

/** A product in a list. Its price is a decimal; times are Unix seconds, null where nothing was told. */
export function viewProduct(product: SupplierProduct, category: ThirdPartyCategory | undefined, today: string) {
  const { contract_agreement: contract } = product;
  return {
    supplier_id: product.supplier_id,
    sku: product.sku,
    mpn: product.mpn,
    product_name: product.product_name,
    manufacturer: product.manufacturer,
    category_id: product.category_id,
    category: category?.category ?? null,
    product_class: category?.product_class ?? null,
    unit: product.unit,
    unit_cost: contract && toDecimal(contract.negotiated_price_minor, contract.negotiated_currency),
    currency: contract?.negotiated_currency ?? null,
    contract_number: contract?.contract_number ?? null,
    contract_start_date: contract?.contract_start_date ?? null,
    contract_end_date: contract?.contract_end_date ?? null,
    on_sale: isOnSale(contract, today),
    discontinued: contract !== null && !isOnSale({ ...contract, contract_start_date: null }, today),
    available_units: product.available_units,
    delivery_time: product.delivery_time,
    catalog_at: unixSeconds(product.catalog_at),
    price_at: product.price_at === 0 ? null : unixSeconds(product.price_at),
    availability_at: product.availability_at === 0 ? null : unixSeconds(product.availability_at),
  };
}

/** All of a product. What can stand in for it, and what goes with it, is its model's, where it has one. */
export function viewProductDetail(
  view: ReturnType<typeof viewProduct>,
  detail: ProductDetail,
  model: ProductModel | undefined,
) {
  return {
    ...view,
    ...detail,
    substitute_products: model?.substitute_products ?? detail.substitute_products,
    compatible_products: model?.compatible_products ?? detail.compatible_products,
  };
}
