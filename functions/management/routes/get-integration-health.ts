import { defineRoute } from '../../../core/runtime/http/route.ts';
import { queryBacklog } from '../../../core/store/integration-index.ts';
import { loadIntegrationState } from '../../../core/store/integration-states.ts';
import { loadIntegrationSettings } from '../../../core/store/integrations.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewHealth } from '../../../core/sync/health-view.ts';
import { partnerOf } from '../integration.ts';

/** Whether the integration works, and what waits for it (procurement-api 62). */
export function getIntegrationHealth(table: Table) {
  return defineRoute('GET /v1/integrations/{partner}/health', {
    roles: ['procurement_approver', 'procurement_admin'],
    async handle({ params, caller: { orgId }, nowMs }) {
      const partner = partnerOf(params.partner);
      const [state, settings, backlog] = await Promise.all([
        loadIntegrationState(table, orgId, partner),
        loadIntegrationSettings(table, orgId, partner),
        queryBacklog(table, orgId, partner),
      ]);
      return { status: 200, body: viewHealth(partner, { state, settings, backlog }, nowMs) };
    },
  });
}
