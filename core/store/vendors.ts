import { HubError } from '../domain/errors.ts';
import { type Vendor, VendorSchema } from '../domain/organization.ts';
import { comparedName } from '../domain/vendor-list.ts';
import { ENTITY } from './names.ts';
import { getItem, queryAll, type Table } from './table.ts';
import { putNextVersion } from './update.ts';
import { replaceItem, type Write } from './write.ts';

/**
 * Vendors: one item each, in a partition per organization, by id: a vendor that is renamed stays one vendor. gsi3 finds
 * those of a name.
 */

export function vendorPartition(orgId: string): string {
  return `ORG#${orgId}#VENDORS`;
}
export function vendorKey(orgId: string, id: string) {
  return { pk: vendorPartition(orgId), sk: `VENDOR#${id}` };
}

function namePartition(orgId: string, name: string): string {
  return `ORG#${orgId}#VENDOR_NAME#${comparedName(name)}`;
}

/** All vendors, by name. */
export async function queryVendors(table: Table, orgId: string): Promise<Vendor[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': vendorPartition(orgId) },
  });
  return items.map((item) => VendorSchema.parse(item)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The vendor of an id, strongly consistent; undefined without one. */
export async function findVendor(table: Table, orgId: string, id: string): Promise<Vendor | undefined> {
  const item = await getItem(table, vendorKey(orgId, id));
  return item && VendorSchema.parse(item);
}

/** A vendor, strongly consistent. Throws `vendor.not_found`, also for another organization's id. */
export async function loadVendor(table: Table, orgId: string, id: string): Promise<Vendor> {
  const vendor = await findVendor(table, orgId, id);
  if (!vendor) throw new HubError('vendor.not_found', `There is no vendor ${id}.`);
  return vendor;
}

/** The ids of the vendors of a name, some milliseconds old, in the order of their ids. */
export async function findVendorIds(table: Table, orgId: string, name: string): Promise<string[]> {
  const items = await queryAll(table, {
    IndexName: 'gsi3',
    KeyConditionExpression: 'gsi3pk = :pk',
    ExpressionAttributeValues: { ':pk': namePartition(orgId, name) },
  });
  return items.map(({ gsi3sk }) => String(gsi3sk));
}

function vendorItem(orgId: string, vendor: Vendor) {
  const index = { gsi3pk: namePartition(orgId, vendor.name), gsi3sk: vendor.id };
  return { ...vendorKey(orgId, vendor.id), entity: ENTITY.vendor, org_id: orgId, ...index, ...vendor };
}

export function saveVendor(orgId: string, vendor: Vendor): Write {
  return replaceItem(vendorItem(orgId, vendor));
}

/** Saves the next version of a vendor, on condition that the stored one is the version before; before the first there is none. */
export function saveNextVendor(orgId: string, next: Vendor): Write {
  return putNextVersion(vendorItem(orgId, next), next);
}
