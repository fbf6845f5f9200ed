import { type Fields, isJsonObject } from './fields.ts';
import { text, wholeNumber } from './format.ts';

/** The lists and objects of a catalog's product. The limits keep a product below DynamoDB's 400 KB (spendint 15). */

export interface BundledComponent {
  readonly mpn: string;
  readonly quantity: number;
}

export interface ProductAttribute {
  readonly name: string;
  readonly value: string;
}

const MAX_COMPONENTS = 50;
const COMPONENTS = 'Bundled components';

/** A list in the field table, one object in the example (spendint 5). An MPN may occur with several quantities. */
export function bundledComponents(product: Fields): BundledComponent[] {
  const raw = product.raw('bundled_components');
  const list = isJsonObject(raw) ? [raw] : product.list('bundled_components', COMPONENTS, MAX_COMPONENTS);
  return list.map((item) => {
    const component = product.of(item);
    return {
      mpn: component.required('mpn', COMPONENTS, text(100)),
      quantity: component.required('quantity', COMPONENTS, wholeNumber(1)),
    };
  });
}

const MAX_ATTRIBUTES = 50;
const ATTRIBUTES = 'Product attributes';
const NAME = text(100);
const VALUE = text(255);

/** Key-value pairs, each name once, in the document's order and without those that have no value. A key is data, whatever it is called. */
export function productAttributes(product: Fields): ProductAttribute[] {
  const raw = product.raw('product_attributes');
  if (raw === undefined) return [];
  if (!isJsonObject(raw) || Object.keys(raw).length > MAX_ATTRIBUTES) {
    product.wrong(ATTRIBUTES);
    return [];
  }
  const fields = product.of(raw);
  const values = new Map<string, string>();
  for (const key of Object.keys(raw)) {
    const name = NAME.parse(key.trim());
    if (!name) product.wrong(ATTRIBUTES);
    const value = fields.optional(key, ATTRIBUTES, VALUE);
    if (name && value !== null && (key === name || !values.has(name))) values.set(name, value);
  }
  return Array.from(values, ([name, value]) => ({ name, value }));
}

const MAX_RELATED = 50;

/** Other products by their MPN, as text or as objects with `mpn` (spendint 25). */
export function relatedProducts(product: Fields, key: string, label: string): string[] {
  const mpns = product
    .list(key, label, MAX_RELATED)
    .map((item) => product.of(isJsonObject(item) ? item : { mpn: item }).required('mpn', label, text(100)));
  return [...new Set(mpns)];
}
