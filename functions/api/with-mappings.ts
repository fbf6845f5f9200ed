import { HubError } from '../../core/domain/errors.ts';
import type { PurchaseOrder } from '../../core/domain/purchase-order.ts';
import { mappedValue } from '../../core/partners/mapped.ts';
import { PARTNER_MAPPINGS } from '../../core/partners/mappings.ts';
import { loadMappings } from '../../core/store/mappings.ts';
import type { Table } from '../../core/store/table.ts';
import { findVendorIds } from '../../core/store/vendors.ts';
import { PermanentError } from '../../core/sync/errors.ts';
import { PARTNER_NAMES } from '../../core/sync/partners.ts';

/**
 * The order with the id of its vendor: of several vendors of that name, unless it has one, the first that every partner knows. Throws
 * `request.mapping_missing` for an order that a partner can't take as the mappings are now.
 */
export async function withMappings(table: Table, order: PurchaseOrder): Promise<PurchaseOrder> {
  const candidates = await withVendorIds(table, order);
  const missing: PermanentError[] = [];
  for (const candidate of candidates) {
    const error = await missingMapping(table, candidate);
    if (!error) return candidate;
    missing.push(error);
  }
  throw new HubError('request.mapping_missing', missing[0]?.message ?? unknownVendor(order));
}

async function withVendorIds(table: Table, order: PurchaseOrder): Promise<PurchaseOrder[]> {
  if (order.vendor === null || order.vendor_id !== null) return [order];
  const ids = await findVendorIds(table, order.org_id, order.vendor);
  return ids.map((vendor_id) => ({ ...order, vendor_id }));
}

function unknownVendor({ vendor }: PurchaseOrder): string {
  return `The organization has no vendor "${vendor}": name one of GET /v1/erp/vendors in the request, then approve it.`;
}

async function missingMapping(table: Table, order: PurchaseOrder): Promise<PermanentError | undefined> {
  try {
    for (const partner of PARTNER_NAMES.filter((name) => order.destinations.includes(name))) {
      const required = PARTNER_MAPPINGS[partner].required(order);
      const mappings = await loadMappings(table, order.org_id, partner, required);
      for (const one of required) mappedValue(partner, mappings, one);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return error;
  }
}
