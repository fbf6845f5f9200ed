import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadIntegrationState } from '../../../core/store/integration-states.ts';
import { findIntegration } from '../../../core/store/integrations.ts';
import type { Table } from '../../../core/store/table.ts';
import { statusOf } from '../../../core/sync/health-view.ts';
import { PARTNER_NAMES, PARTNERS, type Partner } from '../../../core/sync/partners.ts';

/** Every partner, and whether the organization's integration with it is there and works (procurement-api 91). */
export function listIntegrations(table: Table) {
  return defineRoute('GET /v1/integrations', {
    roles: ['procurement_admin'],
    async handle({ caller: { orgId }, nowMs }) {
      const viewOf = async (partner: Partner) => {
        const [integration, state] = await Promise.all([
          findIntegration(table, orgId, partner),
          loadIntegrationState(table, orgId, partner),
        ]);
        const { displayName: display_name } = PARTNERS[partner];
        const enabled = integration?.enabled ?? false;
        const configured = integration !== undefined;
        const health = configured ? statusOf(partner, state, enabled, nowMs) : { status: null, reason: null };
        return { partner, display_name, configured, enabled, ...health };
      };
      return { status: 200, body: { data: await Promise.all(PARTNER_NAMES.map(viewOf)) } };
    },
  });
}
