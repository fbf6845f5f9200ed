import { HubError } from '../../core/domain/errors.ts';
import type { PurchaseOrder } from '../../core/domain/purchase-order.ts';
import { MAPPING_CHECKS } from '../../core/partners/mapping-checks.ts';
import { findRecentSettings, loadIntegrationSettings } from '../../core/store/organizations.ts';
import type { Table } from '../../core/store/table.ts';
import { PermanentError } from '../../core/sync/errors.ts';
import { PARTNER_NAMES, type Partner } from '../../core/sync/partners.ts';

/** Throws `request.mapping_missing` for an order that a partner can't take as its settings are now. */
export async function requireMappings(table: Table, order: PurchaseOrder, nowMs: number): Promise<void> {
  const { org_id, destinations } = order;
  for (const partner of PARTNER_NAMES.filter((name) => destinations.includes(name))) {
    const recent = await findRecentSettings(table, org_id, partner, nowMs);
    if (missingMapping(partner, order, recent) === undefined) continue;
    // A person may just have added it.
    const missing = missingMapping(partner, order, await loadIntegrationSettings(table, org_id, partner));
    if (missing) throw new HubError('request.mapping_missing', missing.message);
  }
}

function missingMapping(partner: Partner, order: PurchaseOrder, settings: unknown): PermanentError | undefined {
  try {
    MAPPING_CHECKS[partner]?.(order, settings);
    return undefined;
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    return error;
  }
}
