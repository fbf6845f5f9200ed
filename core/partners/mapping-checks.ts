import type { PurchaseOrder } from '../domain/purchase-order.ts';
import type { Partner } from '../sync/partners.ts';
import { requireSapMappings } from './sap/mappers.ts';

/**
 * By partner, what throws a PermanentError for an order that the partner's settings lack a mapping for. Settings that can't
 * be read tell nothing: the sync reports them.
 */
export const MAPPING_CHECKS: Readonly<Partial<Record<Partner, (order: PurchaseOrder, settings: unknown) => void>>> = {
  sap: requireSapMappings,
};
