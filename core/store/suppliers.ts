import { type Supplier, SupplierSchema } from '../domain/supplier.ts';
import { ENTITY } from './names.ts';
import { findRecent } from './recent-items.ts';
import { getItem, readItems, type Table } from './table.ts';

/**
 * Suppliers: one item each, in a partition per organization, by `supplier_id`. The partition also has which supplier a vendor
 * is, so that a vendor has one at most.
 */

function partition(orgId: string): string {
  return `ORG#${orgId}#SUPPLIERS`;
}
function supplierKey(orgId: string, supplierId: string) {
  return { pk: partition(orgId), sk: `SUPPLIER#${supplierId}` };
}
function vendorKey(orgId: string, vendorId: string) {
  return { pk: partition(orgId), sk: `VENDOR#${vendorId}` };
}

/** A supplier, strongly consistent; undefined without one. */
export async function findSupplier(table: Table, orgId: string, supplierId: string): Promise<Supplier | undefined> {
  const item = await getItem(table, supplierKey(orgId, supplierId));
  return item && SupplierSchema.parse(item);
}

/** A supplier, some seconds old at most; undefined without one. */
export async function findRecentSupplier(
  table: Table,
  { orgId, supplierId }: { readonly orgId: string; readonly supplierId: string },
  nowMs: number,
): Promise<Supplier | undefined> {
  const [item] = await findRecent(table, [supplierKey(orgId, supplierId)], nowMs);
  return item && SupplierSchema.parse(item);
}

/** The id of the supplier that a vendor is, some milliseconds old; undefined without one. */
export async function findSupplierOfVendor(table: Table, orgId: string, vendorId: string): Promise<string | undefined> {
  const [item] = await readItems(table, [vendorKey(orgId, vendorId)], false);
  return item && String(item.supplier_id);
}

/** Which supplier a vendor is. */
export function supplierVendorItem(orgId: string, vendorId: string, supplierId: string) {
  return { ...vendorKey(orgId, vendorId), entity: ENTITY.supplierVendor, org_id: orgId, supplier_id: supplierId };
}

export function supplierItem(supplier: Supplier) {
  return { ...supplierKey(supplier.org_id, supplier.supplier_id), entity: ENTITY.supplier, ...supplier };
}
