import type { Vendor } from '../domain/organization.ts';
import type { PulledVendor } from './records.ts';

/** A vendor that the hub knows by its ERP only. What the ERP does not have is for an administrator to fill. */
function newVendor(id: string, { name, status }: PulledVendor): Vendor {
  const unknown = { website: null, primary_contact_name: null, primary_contact_email: null, contract_expires_at: null };
  return { id, name, status, tier: 'unclassified', ...unknown, categories: [], tags: [], erp_ids: {}, version: 0 };
}

/**
 * A vendor after a partner has told of it; undefined when that is nothing new (procurement-api 114). The partner's fields
 * replace the hub's; tier, categories, contract and tags are the hub's own and stay.
 */
export function vendorAfter(
  stored: Vendor | undefined,
  pulled: PulledVendor,
  { id, partner }: { readonly id: string; readonly partner: string },
): Vendor | undefined {
  const before = stored ?? newVendor(id, pulled);
  const { number, name, status, website, primary_contact_email } = pulled;
  const isSame =
    stored?.name === name &&
    stored.status === status &&
    stored.website === website &&
    stored.primary_contact_email === primary_contact_email &&
    stored.erp_ids[partner] === number;
  if (isSame) return undefined;
  const erp_ids = { ...before.erp_ids, [partner]: number };
  return { ...before, name, status, website, primary_contact_email, erp_ids, version: before.version + 1 };
}
