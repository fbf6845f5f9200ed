import { HubError } from '../domain/errors.ts';
import { type Vendor, VendorSchema } from '../domain/organization.ts';
import { ENTITY } from './names.ts';
import { findItem, getItem, queryAll, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/**
 * Vendors: one item each, in a partition per organization, by id: a vendor that is renamed stays one vendor. gsi3 finds
 * those of a name.
 */

function vendorPartition(orgId: string): string {
  return `ORG#${orgId}#VENDORS`;
}
export function vendorKey(orgId: string, id: string) {
  return { pk: vendorPartition(orgId), sk: `VENDOR#${id}` };
}

/** How people write the same name: neither case nor spaces around and between words tell vendors apart. */
function namePartition(orgId: string, name: string): string {
  return `ORG#${orgId}#VENDOR_NAME#${name.trim().replace(/\s+/g, ' ').toLowerCase()}`;
}

/** The vendors by name. */
export async function queryVendors(table: Table, orgId: string): Promise<Vendor[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': vendorPartition(orgId) },
  });
  return items.map((item) => VendorSchema.parse(item)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether the organization has a vendor with this id. */
export async function isVendor(table: Table, orgId: string, id: string): Promise<boolean> {
  return (await findItem(table, vendorKey(orgId, id))) !== undefined;
}

/** A vendor, strongly consistent. Throws `vendor.not_found`, also for another organization's id. */
export async function loadVendor(table: Table, orgId: string, id: string): Promise<Vendor> {
  const item = await getItem(table, vendorKey(orgId, id));
  if (!item) throw new HubError('vendor.not_found', `There is no vendor ${id}.`);
  return VendorSchema.parse(item);
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

export function saveVendor(orgId: string, vendor: Vendor): Write {
  const index = { gsi3pk: namePartition(orgId, vendor.name), gsi3sk: vendor.id };
  return replaceItem({ ...vendorKey(orgId, vendor.id), entity: ENTITY.vendor, org_id: orgId, ...index, ...vendor });
}
