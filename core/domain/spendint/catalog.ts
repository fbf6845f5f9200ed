import {
  type BundledComponent,
  bundledComponents,
  type ProductAttribute,
  productAttributes,
  relatedProducts,
} from './catalog-parts.ts';
import { type ContractAgreement, readContract } from './contract.ts';
import { type Reading, readDocument, type Shape } from './document.ts';
import type { Fields } from './fields.ts';
import { COUNTRY, httpUrl, text, textOfLines, wholeNumber } from './format.ts';
import { catalogId, customerId, importId, PRODUCTS, sku, supplierId } from './labels.ts';

export interface CatalogHead {
  readonly customer_id: string | null;
  readonly catalog_id: string | null;
  readonly supplier_id: string;
  readonly third_party_import_id: string | null;
}

export interface CatalogProduct {
  readonly sku: string;
  /** Null for a reseller's bundle that has a SKU only (spendint 4). */
  readonly mpn: string | null;
  readonly manufacturer: string;
  readonly product_name: string;
  readonly product_description: string | null;
  /** At least one of the two. */
  readonly product_category_name: string | null;
  readonly unspsc: string | null;
  readonly unit: string;
  /** Null when the product isn't kept in stock. */
  readonly available_units: number | null;
  /** Empty: everywhere. */
  readonly available_for_country: readonly string[];
  /** In days. */
  readonly delivery_time: number | null;
  readonly images: readonly string[];
  readonly product_attributes: readonly ProductAttribute[];
  readonly bundled_components: readonly BundledComponent[];
  readonly parent_bundle: string | null;
  /** Null for a bundle's component. */
  readonly contract_agreement: ContractAgreement | null;
  readonly substitute_products: readonly string[];
  readonly compatible_products: readonly string[];
}

const MAX_COUNTRIES = 250;
const MAX_IMAGES = 10;
const MAX_DAYS = 9999;

const SHAPE: Shape<CatalogHead, CatalogProduct> = {
  kind: 'catalog',
  ...PRODUCTS,
  head: (fields) => ({
    customer_id: customerId(fields, 'optional'),
    catalog_id: catalogId(fields, 'optional'),
    supplier_id: supplierId(fields),
    third_party_import_id: importId(fields),
  }),
  entry: readProduct,
  keys: (_head, product) => ({ sku: product.echo('sku', 100), mpn: product.echo('mpn', 100) }),
};

/** In the order of the field table (spendint 4, 10). */
function readProduct(fields: Fields): CatalogProduct {
  const available_units = fields.optional('available_units', 'Available units', wholeNumber());
  const countries = fields.values('available_for_country', 'Available for country', MAX_COUNTRIES, COUNTRY);
  const components = bundledComponents(fields);
  const isComponent = fields.has('parent_bundle') && !fields.has('contract_agreement');
  const contract = isComponent ? null : readContract(fields, 'Negotiated currency ');
  const isBundle = components.length > 0 && fields.has('sku');
  return {
    available_units,
    available_for_country: countries,
    bundled_components: components,
    contract_agreement: contract,
    delivery_time: fields.optional('delivery_time', 'Delivery time', wholeNumber(0, MAX_DAYS)),
    images: fields.values('images', 'Images', MAX_IMAGES, httpUrl(1000)),
    manufacturer: fields.required('manufacturer', 'Manufacturer', text(100)),
    mpn: fields[isBundle ? 'optional' : 'required']('mpn', 'MPN', text(100)),
    parent_bundle: fields.optional('parent_bundle', 'Parent bundle', text(100)),
    product_attributes: productAttributes(fields),
    product_category_name: fields[fields.has('unspsc') ? 'optional' : 'required'](
      'product_category_name',
      'Product category name',
      text(100),
    ),
    product_description: fields.optional('product_description', 'Product description', textOfLines(65_000)),
    product_name: fields.required('product_name', 'Product name', text(1000)),
    sku: sku(fields),
    unit: fields.required('unit', 'Unit', text(40)),
    unspsc: fields[fields.has('product_category_name') ? 'optional' : 'required']('unspsc', 'UNSPSC', text(100)),
    substitute_products: relatedProducts(fields, 'substitute_products', 'Substitute products'),
    compatible_products: relatedProducts(fields, 'compatible_products', 'Compatible products'),
  };
}

/** Creates and updates supplier products, each on its own. */
export function readCatalog(document: unknown): Reading<CatalogHead, CatalogProduct> {
  return readDocument(document, SHAPE);
}
