import { HubError } from '../domain/errors.ts';
import { SUPPLIER_ID, type Supplier, SupplierSchema } from '../domain/supplier.ts';
import { ENTITY } from './names.ts';
import { findRecent } from './recent-items.ts';
import { getItem, type Item, queryAll, queryPage, readItems, type Table } from './table.ts';
import { saveNextVersion } from './update.ts';
import { insertItem, type Write } from './write.ts';

/**
 * Suppliers: one item each, in a partition per organization, by `supplier_id`. The partition also has which supplier a vendor
 * is, so that a vendor has one at most.
 */

function partition(orgId: string): string {
  return `ORG#${orgId}#SUPPLIERS`;
}
function supplierKey(orgId: string, supplierId: string) {
  return { pk: partition(orgId), sk: `SUPPLIER#${supplierId}` };
}
function vendorKey(orgId: string, vendorId: string) {
  return { pk: partition(orgId), sk: `VENDOR#${vendorId}` };
}

/** A supplier, strongly consistent; undefined without one. */
export async function findSupplier(table: Table, orgId: string, supplierId: string): Promise<Supplier | undefined> {
  const item = await getItem(table, supplierKey(orgId, supplierId));
  return item && SupplierSchema.parse(item);
}

/** As `findSupplier`. Throws `supplier.not_found`, also for another organization's id. */
export async function loadSupplier(table: Table, orgId: string, supplierId: string): Promise<Supplier> {
  const found = await findSupplier(table, orgId, supplierId);
  if (!found) throw new HubError('supplier.not_found', `There is no supplier ${supplierId}.`);
  return found;
}

/** The sort keys after which a page of suppliers can begin. */
export const SUPPLIER_SORT_KEYS = new RegExp(`^SUPPLIER#${SUPPLIER_ID}$`);

function suppliersOf(orgId: string) {
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :supplier)',
    ExpressionAttributeValues: { ':pk': partition(orgId), ':supplier': 'SUPPLIER#' },
    ConsistentRead: true,
  };
}

/** A page of the organization's suppliers by id, strongly consistent; `next` is the sort key after which the next one begins. */
export async function querySuppliers(
  table: Table,
  orgId: string,
  limit: number,
  after: string | undefined,
): Promise<{ readonly suppliers: Supplier[]; readonly next: string | undefined }> {
  const { items, last } = await queryPage(table, {
    ...suppliersOf(orgId),
    Limit: limit,
    ExclusiveStartKey: after === undefined ? undefined : { pk: partition(orgId), sk: after },
  });
  return { suppliers: items.map((item) => SupplierSchema.parse(item)), next: last && String(last.sk) };
}

/** All suppliers of the organization by id, strongly consistent. */
export async function queryAllSuppliers(table: Table, orgId: string): Promise<Supplier[]> {
  return (await queryAll(table, suppliersOf(orgId))).map((item) => SupplierSchema.parse(item));
}

/** A supplier, some seconds old at most; undefined without one. */
export async function findRecentSupplier(
  table: Table,
  { orgId, supplierId }: { readonly orgId: string; readonly supplierId: string },
  nowMs: number,
): Promise<Supplier | undefined> {
  const [item] = await findRecent(table, [supplierKey(orgId, supplierId)], nowMs);
  return item && supplierOf(item);
}

/** What was parsed, as long as its item is remembered: a supplier calls by the thousand. */
const parsed = new WeakMap<Item, Supplier>();

function supplierOf(item: Item): Supplier {
  const known = parsed.get(item);
  if (known) return known;
  const supplier = SupplierSchema.parse(item);
  parsed.set(item, supplier);
  return supplier;
}

/** The id of the supplier that a vendor is, some milliseconds old; undefined without one. */
export async function findSupplierOfVendor(table: Table, orgId: string, vendorId: string): Promise<string | undefined> {
  const [item] = await readItems(table, [vendorKey(orgId, vendorId)], false);
  return item && String(item.supplier_id);
}

/** Which supplier a vendor is. */
export function supplierVendorItem(orgId: string, vendorId: string, supplierId: string) {
  return { ...vendorKey(orgId, vendorId), entity: ENTITY.supplierVendor, org_id: orgId, supplier_id: supplierId };
}

export function supplierItem(supplier: Supplier) {
  return { ...supplierKey(supplier.org_id, supplier.supplier_id), entity: ENTITY.supplier, ...supplier };
}

/** Inserts a supplier. Fails with `supplier.exists`, or `supplier.vendor_taken` when its vendor is another supplier. */
export function saveNewSupplier(supplier: Supplier): Write[] {
  const { supplier_id } = supplier;
  const exists = () => new HubError('supplier.exists', `There is a supplier ${supplier_id} already.`);
  const inserted = insertItem(supplier_id, supplierItem(supplier));
  return [{ ...inserted, onConditionFailed: exists }, ...linkVendor(supplier)];
}

/**
 * Saves the next version of a supplier, on condition that the stored one is still the version that was read. Fails with
 * `supplier.vendor_taken` when its vendor is another supplier.
 */
export function saveSupplier(seen: Supplier, next: Supplier): Write[] {
  const { org_id, supplier_id } = seen;
  const { org_id: _, supplier_id: __, created_at: ___, ...attributes } = next;
  const id = { id: supplier_id, seen: seen.version };
  const saved = saveNextVersion(supplierKey(org_id, supplier_id), id, attributes);
  if (seen.vendor_id === next.vendor_id) return [saved];
  return [saved, ...unlinkVendor(seen), ...linkVendor(next)];
}

function linkVendor({ org_id, supplier_id, vendor_id }: Supplier): Write[] {
  if (vendor_id === null) return [];
  const message = `The vendor ${vendor_id} is another supplier already: change that one's vendor_id first.`;
  const taken = () => new HubError('supplier.vendor_taken', message);
  return [{ ...insertItem(supplier_id, supplierVendorItem(org_id, vendor_id, supplier_id)), onConditionFailed: taken }];
}

/** The link is this supplier's as long as the supplier is at the version that was read. */
function unlinkVendor({ org_id, vendor_id }: Supplier): Write[] {
  return vendor_id === null ? [] : [{ delete: { Key: vendorKey(org_id, vendor_id) } }];
}
