import type { ProcurementRequest } from '../../core/domain/procurement-request.ts';
import type { LineItemInput } from '../../core/domain/request-input.ts';
import { requireOffered, type SupplierOffer } from '../../core/domain/supplier-offer.ts';
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

/** Throws `request.offer_changed` as `requireOffered`. Nothing is read for a request that names no supplier's products. */
export async function requireSameOffer(table: Table, request: ProcurementRequest, today: string): Promise<void> {
  const { org_id, supplier_id: supplierId, items } = request;
  if (supplierId === null) return;
  const keys = items.map(({ sku }) => ({ supplierId, sku }));
  requireOffered(request, supplierId, await findSupplierProducts(table, org_id, keys), today);
}
