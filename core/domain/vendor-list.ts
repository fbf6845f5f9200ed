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

/** A response of Lambda has 6 MB at most. */
const MAX_PAGE_BYTES = 4_000_000;

/**
 * Up to `limit` vendors that match, by name, after a position, and fewer where they are large; `next` is the position of the
 * last one, absent on the last page.
 */
export function pageOfVendors(
  vendors: readonly Vendor[],
  { status, name }: VendorFilter,
  limit: number,
  after = '',
): { readonly vendors: Vendor[]; readonly next: string | undefined } {
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
  const next = following.length > page.length ? page.at(-1)?.position : undefined;
  return { vendors: page.map(({ vendor }) => vendor), next };
}
