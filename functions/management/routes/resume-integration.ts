import * as z from 'zod/mini';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadIntegrationState, saveResumed } from '../../../core/store/integration-states.ts';
import type { Table } from '../../../core/store/table.ts';
import { resumed } from '../../../core/sync/integration-state.ts';
import { partnerOf } from '../integration.ts';

/** Resumes an integration that was paused; everything that waits for it is synced then (procurement-api 63). */
export function resumeIntegration(table: Table) {
  return defineRoute('POST /v1/integrations/{partner}/resume', {
    roles: ['procurement_admin'],
    body: z.strictObject({}),
    async handle({ params, caller: { orgId }, nowMs }) {
      const partner = partnerOf(params.partner);
      const state = await loadIntegrationState(table, orgId, partner);
      return {
        status: 202,
        body: { partner, resumed: state.paused !== null, was_paused_for: state.paused?.code ?? null },
        writes: state.paused ? [saveResumed(orgId, partner, resumed(state, nowMs))] : [],
      };
    },
  });
}
