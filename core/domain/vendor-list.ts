import type { Vendor } from './organization.ts';

/** Where a vendor stands in the list: by name as people sort it, then by id. */
export function vendorPosition({ name, id }: Pick<Vendor, 'name' | 'id'>): string {
  return `${name.toLowerCase().replace(/\s+/g, ' ')}\n${id}`;
}

export const VENDOR_POSITION = /^[^\n]*\nvnd_\w+$/;

export interface VendorFilter {
  readonly status?: string | undefined;
  /** A part of the name, whatever its case. */
  readonly name?: string | undefined;
}

/** Up to `limit` vendors that match, by name, after a position. */
export function pageOfVendors(
  vendors: readonly Vendor[],
  { status, name }: VendorFilter,
  limit: number,
  after = '',
): { readonly vendors: Vendor[]; readonly hasMore: boolean } {
  const part = name?.toLowerCase() ?? '';
  const following = vendors
    .filter((vendor) => status === undefined || vendor.status === status)
    .filter((vendor) => vendor.name.toLowerCase().includes(part))
    .map((vendor) => ({ vendor, position: vendorPosition(vendor) }))
    .filter(({ position }) => position > after)
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  return { vendors: following.slice(0, limit).map(({ vendor }) => vendor), hasMore: following.length > limit };
}
