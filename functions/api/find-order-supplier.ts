import type { ProcurementRequest } from '../../core/domain/procurement-request.ts';
import type { Supplier } from '../../core/domain/supplier.ts';
import { findRecentSupplier, findSupplierOfVendor } from '../../core/store/suppliers.ts';
import type { Table } from '../../core/store/table.ts';
import { findVendorIds } from '../../core/store/vendors.ts';

/**
 * The supplier of a request's order, some seconds old at most: the one whose products its items name, else the one that its
 * vendor is. Undefined without one, or where it is disabled. `vendorId` is the order's vendor, where an ERP has taken one of
 * several with the name.
 */
export async function findOrderSupplier(
  table: Table,
  { org_id: orgId, supplier_id, vendor }: ProcurementRequest,
  { vendorId, nowMs }: { readonly vendorId?: string | null; readonly nowMs: number },
): Promise<Supplier | undefined> {
  const vendorIdOf = async () => vendorId ?? (await vendorOf(table, orgId, vendor));
  const supplierId = supplier_id ?? (await supplierOfVendor(table, orgId, await vendorIdOf()));
  const supplier = supplierId === undefined ? undefined : await findRecentSupplier(table, { orgId, supplierId }, nowMs);
  return supplier?.enabled ? supplier : undefined;
}

async function vendorOf(table: Table, orgId: string, name: string | null): Promise<string | undefined> {
  const ids = name === null ? [] : await findVendorIds(table, orgId, name);
  return ids[0];
}

async function supplierOfVendor(
  table: Table,
  orgId: string,
  vendorId: string | undefined,
): Promise<string | undefined> {
  return vendorId === undefined ? undefined : findSupplierOfVendor(table, orgId, vendorId);
}
