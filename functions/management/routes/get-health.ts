import { defineRoute } from '../../../core/runtime/http/route.ts';
import { countAttention } from '../../../core/store/integration-index.ts';
import { querySubscriptions } from '../../../core/store/subscriptions.ts';
import type { Table } from '../../../core/store/table.ts';
import { overallStatus } from '../../../core/sync/health-view.ts';
import { PARTNER_NAMES, type Partner } from '../../../core/sync/partners.ts';
import { viewSubscription } from '../../../core/webhooks/subscription.ts';
import { loadHealth } from '../load-health.ts';

type IntegrationStatus = Awaited<ReturnType<typeof loadHealth>> & { readonly needs_attention: number };

/** How the organization's integrations and subscriptions are, and what needs attention (procurement-api 144). */
export function getHealth(table: Table) {
  return defineRoute('GET /v1/health', {
    roles: ['procurement_approver', 'procurement_admin'],
    async handle({ caller: { orgId }, nowMs }) {
      const [statuses, all] = await Promise.all([
        Promise.all(PARTNER_NAMES.map((partner) => statusOf(table, orgId, partner, nowMs))),
        querySubscriptions(table, orgId),
      ]);
      // A partner that the organization does not use is not paused.
      const used = statuses.filter(
        ({ isEnabled, backlog, needs_attention }) => isEnabled || backlog + needs_attention > 0,
      );
      const subscriptions = all
        .map(viewSubscription)
        .filter(({ enabled, failing_since }) => !enabled || failing_since !== null)
        .map(({ id, enabled, disabled_reason, disabled_at, failing_since, last_error }) => {
          return { id, enabled, disabled_reason, disabled_at, failing_since, last_error };
        });
      return {
        status: 200,
        body: {
          status: overallStatus(used, subscriptions.length),
          needs_attention: used.reduce((sum, { needs_attention }) => sum + needs_attention, 0),
          integrations: used.map(({ isEnabled: _, ...integration }) => integration),
          subscriptions,
        },
      };
    },
  });
}

async function statusOf(table: Table, orgId: string, partner: Partner, nowMs: number): Promise<IntegrationStatus> {
  const [health, needs_attention] = await Promise.all([
    loadHealth(table, orgId, partner, nowMs),
    countAttention(table, orgId, partner),
  ]);
  return { ...health, needs_attention };
}
