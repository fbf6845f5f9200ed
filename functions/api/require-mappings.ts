import { HubError } from '../../core/domain/errors.ts';
import type { PurchaseOrder } from '../../core/domain/purchase-order.ts';
import { MAPPING_CHECKS } from '../../core/partners/mapping-checks.ts';
import { loadIntegrationSettings } from '../../core/store/organizations.ts';
import type { Table } from '../../core/store/table.ts';
import { PermanentError } from '../../core/sync/errors.ts';
import { PARTNER_NAMES } from '../../core/sync/partners.ts';

/** Throws `request.mapping_missing` for an order that a partner can't take as its settings are now. */
export async function requireMappings(table: Table, order: PurchaseOrder): Promise<void> {
  for (const partner of PARTNER_NAMES.filter((name) => order.destinations.includes(name))) {
    const settings = await loadIntegrationSettings(table, order.org_id, partner);
    try {
      MAPPING_CHECKS[partner]?.(order, settings);
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      throw new HubError('request.mapping_missing', error.message);
    }
  }
}
