import { invalidFields } from '../../core/domain/errors.ts';
import type { Table } from '../../core/store/table.ts';
import { findVendor } from '../../core/store/vendors.ts';

/** Throws `validation.failed` for a supplier's `vendor_id` of which the organization has no vendor; null names none. */
export async function requireVendor(table: Table, orgId: string, vendorId: string | null): Promise<void> {
  if (vendorId === null || (await findVendor(table, orgId, vendorId))) return;
  const message = `must be the id of a vendor of this organization, and ${vendorId} is not`;
  throw invalidFields([{ path: 'vendor_id', message }]);
}
