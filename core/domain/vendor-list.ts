import type { Vendor } from './organization.ts';

/** Where a vendor stands in the list: by name as people sort it, then by id. */
export function vendorPosition({ name, id }: Pick<Vendor, 'name' | 'id'>): string {
  return `${name.toLowerCase().replace(/\s+/g, ' ')}\n${id}`;
}

/** A name as people compare it: neither case nor spaces around and between words tell vendors apart (procurement-api 90). */
export function comparedName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Whether two names are one vendor's. */
export function isSameVendor(one: string, other: string): boolean {
  return comparedName(one) === comparedName(other);
}

export const VENDOR_POSITION = /^[^\n]*\nvnd_\w+$/;

export interface VendorFilter {
  readonly status?: string | undefined;
  /** A part of the name, whatever its case. */
  readonly name?: string | undefined;
}

/** A response of Lambda has 6 MB at most. */
const MAX_PAGE_BYTES = 4_000_000;

/** Up to `limit` vendors that match, by name, after a position; fewer where they are large. */
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
  let bytes = 0;
  const rest = following.slice(0, limit).findIndex(({ vendor }) => {
    bytes += Buffer.byteLength(JSON.stringify(vendor));
    return bytes > MAX_PAGE_BYTES;
  });
  const page = following.slice(0, rest === -1 ? limit : rest);
  return { vendors: page.map(({ vendor }) => vendor), hasMore: following.length > page.length };
}
