import { type Reading, readDocument, type Shape } from './document.ts';
import { text, wholeNumber } from './format.ts';
import { catalogId, customerId, importId, PRODUCTS, sku } from './labels.ts';

export interface AvailabilityHead {
  readonly catalog_id: string | null;
  readonly customer_id: string | null;
  /** Not marked as required: the caller's own (spendint 4). */
  readonly supplier_id: string | null;
  readonly third_party_import_id: string | null;
}

export interface AvailableProduct {
  readonly available_units: number;
  readonly sku: string;
  readonly unit: string;
}

const SHAPE: Shape<AvailabilityHead, AvailableProduct> = {
  kind: 'availability',
  ...PRODUCTS,
  head: (fields) => ({
    catalog_id: catalogId(fields, 'required'),
    customer_id: customerId(fields, 'required'),
    supplier_id: fields.optional('supplier_id', 'Supplier ID', text(100)),
    third_party_import_id: importId(fields),
  }),
  entry: (fields) => ({
    available_units: fields.required('available_units', 'Available units', wholeNumber()),
    sku: sku(fields),
    unit: fields.required('unit', 'Unit', text(100)),
  }),
  keys: (_head, product) => ({ sku: product.echo('sku', 100) }),
};

/** Updates the available units of supplier products that exist, each on its own. */
export function readAvailability(document: unknown): Reading<AvailabilityHead, AvailableProduct> {
  return readDocument(document, SHAPE);
}
