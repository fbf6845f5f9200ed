import type { Supplier } from '../../../core/domain/supplier.ts';
import type { SupplierProduct } from '../../../core/domain/supplier-product.ts';
import { saveNextProduct } from '../../../core/store/supplier-products.ts';
import { supplierItem } from '../../../core/store/suppliers.ts';
import type { Table } from '../../../core/store/table.ts';
import { saveVendor } from '../../../core/store/vendors.ts';
import { commit, replaceItem } from '../../../core/store/write.ts';
import { aVendor, laptopReplacement } from './requests.ts';

const { org_id } = laptopReplacement;

/** The supplier that the vendor Dell Technologies is. */
export const aSupplier: Supplier = {
  org_id,
  supplier_id: 'SUP-1',
  name: 'Dell EMEA',
  vendor_id: aVendor.id,
  enabled: true,
  documents: ['orderack'],
  requests_per_minute: 30_000,
  credentials: [],
  created_at: 1,
  updated_at: 1,
  version: 1,
};

export const aContract = {
  contract_number: 'C-1',
  negotiated_currency: 'USD',
  negotiated_price_minor: 142_900,
  contract_start_date: null,
  contract_end_date: null,
};

export const aProduct: SupplierProduct = {
  org_id,
  supplier_id: aSupplier.supplier_id,
  sku: 'LAT-5550',
  mpn: 'MPN-5550',
  product_name: 'Dell Latitude 5550 Laptop',
  manufacturer: 'Dell',
  category_id: 'UNSPSC#43211503',
  unit: 'Each',
  delivery_time: null,
  contract_agreement: aContract,
  available_units: null,
  digest: '',
  catalog_at: 1,
  price_at: 1,
  availability_at: 0,
  last_change: 'catalog',
  version: 1,
};

/** Stores the supplier, its vendor and a product of its at 1,429.00 USD. */
export async function givenSupplier(table: Table, changes: Partial<Supplier> = {}): Promise<void> {
  const supplier = { ...aSupplier, ...changes };
  await commit(table, [replaceItem(supplierItem(supplier)), saveVendor(org_id, aVendor), saveNextProduct(aProduct)]);
}
