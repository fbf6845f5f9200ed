import { type ContractAgreement, readContract } from './contract.ts';
import { type Reading, readDocument, type Shape } from './document.ts';
import { catalogId, customerId, importId, PRODUCTS, sku, supplierId } from './labels.ts';

export interface PriceHead {
  readonly catalog_id: string | null;
  readonly customer_id: string | null;
  readonly supplier_id: string;
  readonly third_party_import_id: string | null;
}

export interface PricedProduct {
  readonly contract_agreement: ContractAgreement;
  readonly sku: string;
}

const SHAPE: Shape<PriceHead, PricedProduct> = {
  kind: 'price',
  ...PRODUCTS,
  head: (fields) => ({
    catalog_id: catalogId(fields, 'required'),
    customer_id: customerId(fields, 'required'),
    supplier_id: supplierId(fields),
    third_party_import_id: importId(fields),
  }),
  entry: (fields) => ({ contract_agreement: readContract(fields, 'Negotiated currency'), sku: sku(fields) }),
  keys: (_head, product) => ({ sku: product.echo('sku', 100) }),
};

/** Updates the prices of supplier products that exist, each on its own. */
export function readPrice(document: unknown): Reading<PriceHead, PricedProduct> {
  return readDocument(document, SHAPE);
}
