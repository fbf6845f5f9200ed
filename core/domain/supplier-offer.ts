import { HubError, invalidFields } from './errors.ts';
import type { ProcurementRequest } from './procurement-request.ts';
import { type ContractAgreement, isOnSale } from './spendint/contract.ts';
import type { SupplierProduct } from './supplier-product.ts';

/** What a supplier sells, as far as a request for its products needs to know (procurement-api 150–153). */

export type OfferedProduct = Pick<SupplierProduct, 'sku' | 'product_name' | 'mpn' | 'unit' | 'contract_agreement'>;

export interface SupplierOffer {
  readonly supplierId: string;
  /** Undefined where the organization has no such supplier. */
  readonly supplier: { readonly enabled: boolean } | undefined;
  /** The name of the vendor that the supplier is, or its own. */
  readonly vendor: string;
  /** Those of the products that the request names which exist. */
  readonly products: readonly OfferedProduct[];
}

/** The supplier's id. Throws `validation.failed` unless the organization buys from it. */
export function requireSupplier({ supplierId, supplier }: SupplierOffer): string {
  if (supplier?.enabled) return supplierId;
  const message = supplier ? `names ${supplierId}, which is disabled` : 'must be a supplier of the organization';
  throw invalidFields([{ path: 'items.0.supplier_id', message }]);
}

/** The contract at whose price a product is sold on a day, YYYY-MM-DD, or what is wrong with its SKU. */
export function contractOf(
  product: OfferedProduct | undefined,
  supplierId: string,
  today: string,
): ContractAgreement | { readonly fault: string } {
  if (!product) return { fault: `is not a product of ${supplierId}` };
  const { contract_agreement: contract } = product;
  if (!contract) return { fault: `has no price in a contract of ${supplierId}` };
  if (isOnSale(contract, today)) return contract;
  return { fault: `is not sold by ${supplierId} on ${today}` };
}

/**
 * Throws `request.offer_changed` unless the supplier sells on a day, YYYY-MM-DD, what a request for its products asks for, at the
 * price that it says (procurement-api 152).
 */
export function requireOffered(
  { id, items, currency }: ProcurementRequest,
  supplierId: string,
  products: readonly OfferedProduct[],
  today: string,
): void {
  const changed = items.find(({ sku, unit_cost_minor }) => {
    const product = products.find((one) => one.sku === sku);
    const contract = contractOf(product, supplierId, today);
    if ('fault' in contract) return true;
    return contract.negotiated_price_minor !== unit_cost_minor || contract.negotiated_currency !== currency;
  });
  if (!changed) return;
  const message = `${supplierId} does not sell ${changed.sku} at the price that ${id} has: edit its items, then approve it.`;
  throw new HubError('request.offer_changed', message);
}
