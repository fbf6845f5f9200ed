import { queryBacklog } from '../../core/store/integration-index.ts';
import { loadIntegrationState } from '../../core/store/integration-states.ts';
import { loadIntegrationSettings } from '../../core/store/integrations.ts';
import type { Table } from '../../core/store/table.ts';
import { viewHealth } from '../../core/sync/health-view.ts';
import type { Partner } from '../../core/sync/partners.ts';

/** The health of an organization's integration with a partner, as the API shows it. */
export async function loadHealth(table: Table, orgId: string, partner: Partner, nowMs: number) {
  const [state, settings, backlog] = await Promise.all([
    loadIntegrationState(table, orgId, partner),
    loadIntegrationSettings(table, orgId, partner),
    queryBacklog(table, orgId, partner),
  ]);
  return { isEnabled: settings !== undefined, ...viewHealth(partner, { state, settings, backlog }, nowMs) };
}
