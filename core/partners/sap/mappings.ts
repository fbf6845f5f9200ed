import * as z from 'zod/mini';
import type { PurchaseOrder } from '../../domain/purchase-order.ts';
import { PermanentError } from '../../sync/errors.ts';
import { COST_CENTER_KIND, type MappingKey, type RequiredMapping, VENDOR_KIND } from '../../sync/mappings.ts';
import type { PartnerMappings } from '../mapped.ts';

const ITEM_KIND = 'item';

function textOf(max: number) {
  return z.string().check(z.minLength(1), z.maxLength(max));
}

/** What an order's vendor, cost center and items are called in SAP, with the lengths of its fields (sap 19). */
export const SAP_MAPPINGS: PartnerMappings = {
  kinds: {
    /** The hub's vendor id to the supplier. */
    [VENDOR_KIND]: textOf(10),
    [COST_CENTER_KIND]: textOf(10),
    /** A SKU to the material: an item without one is ordered by its text (sap 28). */
    [ITEM_KIND]: textOf(40),
  },
  required: (order) => [vendorMapping(order), costCenterMapping(order)],
};

/** Throws PermanentError for an order that has no vendor. */
export function vendorMapping({ vendor, vendor_id }: PurchaseOrder): RequiredMapping {
  if (vendor !== null && vendor_id !== null) return { kind: VENDOR_KIND, key: vendor_id, name: vendor };
  const message =
    'The request has no vendor, which a purchase order in SAP needs: name one before the approval, or cancel the request and create a new one.';
  throw new PermanentError('mapping.vendor_missing', message);
}

export function costCenterMapping({ cost_center }: PurchaseOrder): RequiredMapping {
  return { kind: COST_CENTER_KIND, key: cost_center };
}

export function itemMapping(sku: string): MappingKey {
  return { kind: ITEM_KIND, key: sku };
}

/** Every mapping that SAP's document is made with. */
export function mappingsOf(order: PurchaseOrder): MappingKey[] {
  const vendor = order.vendor_id === null ? [] : [vendorMapping(order)];
  return [...vendor, costCenterMapping(order), ...order.lines.map(({ sku }) => itemMapping(sku))];
}
