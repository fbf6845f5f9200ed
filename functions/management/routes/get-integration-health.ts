import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { partnerOf } from '../integration.ts';
import { loadHealth } from '../load-health.ts';

/** Whether the integration works, and what waits for it (procurement-api 62). */
export function getIntegrationHealth(table: Table) {
  return defineRoute('GET /v1/integrations/{partner}/health', {
    roles: ['procurement_approver', 'procurement_admin'],
    async handle({ params, caller: { orgId }, nowMs }) {
      const { isEnabled: _, ...health } = await loadHealth(table, orgId, partnerOf(params.partner), nowMs);
      return { status: 200, body: health };
    },
  });
}
