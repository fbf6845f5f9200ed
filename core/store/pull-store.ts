import { isOpen } from '../pull/job.ts';
import type { PullStore } from '../pull/pull-store.ts';
import { loadIntegrationState, saveIntegrationState } from './integration-states.ts';
import { findJob, saveJob } from './jobs.ts';
import { loadPullState, savePulled, unlockPull } from './pull-states.ts';
import type { Table } from './table.ts';
import { tryCommit } from './write.ts';

/** The pull machine's view of a partner's jobs. */
export function createPullStore(table: Table, partner: string): PullStore {
  return {
    loadJob: (orgId, id) => findJob(table, orgId, id),
    async saveJob(seen, next, pulled) {
      const { org_id } = next;
      return tryCommit(table, [
        saveJob(seen, next),
        ...(pulled ? [savePulled({ org_id, partner, scope: pulled.scope }, pulled)] : []),
        ...(isOpen(next) ? [] : [unlockPull(next)]),
      ]);
    },
    loadSince: async ({ org_id }, scope) => (await loadPullState(table, org_id, partner, scope)).since,
    loadIntegration: (orgId) => loadIntegrationState(table, orgId, partner),
    saveIntegration: (orgId, seen, next) => tryCommit(table, [saveIntegrationState(orgId, partner, seen, next)]),
  };
}
