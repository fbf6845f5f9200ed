import { isOpen } from '../pull/job.ts';
import type { PullStore } from '../pull/pull-store.ts';
import { loadIntegrationState, saveIntegrationState } from './integration-states.ts';
import { findJob, saveJob } from './jobs.ts';
import { loadPullState, savePullState } from './pull-states.ts';
import type { Table } from './table.ts';
import { tryCommit } from './write.ts';

/** The pull machine's view of a partner's jobs. */
export function createPullStore(table: Table, partner: string): PullStore {
  return {
    loadJob: (orgId, id) => findJob(table, orgId, id),
    async saveJob(seen, next, pulled) {
      const { org_id, scope } = next;
      const unlocked = isOpen(next) ? {} : { open_job_id: null };
      const learned = pulled && { seen: pulled.seen, since: pulled.since };
      // A transaction has each item once.
      const isSame = pulled?.scope === scope;
      return tryCommit(table, [
        saveJob(seen, next),
        ...(learned
          ? [savePullState({ org_id, partner, scope: pulled.scope }, { ...learned, ...(isSame && unlocked) })]
          : []),
        ...(isOpen(next) || isSame ? [] : [savePullState({ org_id, partner, scope }, unlocked)]),
      ]);
    },
    loadSince: async ({ org_id }, scope) => (await loadPullState(table, org_id, partner, scope)).since,
    loadIntegration: (orgId) => loadIntegrationState(table, orgId, partner),
    saveIntegration: (orgId, seen, next) => tryCommit(table, [saveIntegrationState(orgId, partner, seen, next)]),
  };
}
