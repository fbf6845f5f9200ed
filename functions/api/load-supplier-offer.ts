import type { LineItemInput } from '../../core/domain/request-input.ts';
import type { SupplierOffer } from '../../core/domain/supplier-offer.ts';
import { findSupplierProducts } from '../../core/store/supplier-products.ts';
import { findRecentSupplier } from '../../core/store/suppliers.ts';
import type { Table } from '../../core/store/table.ts';
import { findVendor } from '../../core/store/vendors.ts';

/**
 * What the supplier that items name offers of them (procurement-api 150), its prices as they are; undefined, and nothing is read,
 * where the items name none.
 */
export async function loadSupplierOffer(
  table: Table,
  orgId: string,
  items: readonly LineItemInput[] | undefined,
  nowMs: number,
): Promise<SupplierOffer | undefined> {
  const supplierId = items?.[0]?.supplier_id;
  if (!items || supplierId === undefined) return undefined;
  const keys = items.map(({ sku }) => ({ supplierId, sku }));
  const [supplier, products] = await Promise.all([
    findRecentSupplier(table, { orgId, supplierId }, nowMs),
    findSupplierProducts(table, orgId, keys),
  ]);
  const vendorId = supplier?.vendor_id ?? undefined;
  const vendor = vendorId === undefined ? undefined : await findVendor(table, orgId, vendorId);
  return { supplierId, supplier, vendor: vendor?.name ?? supplier?.name ?? supplierId, products };
}
