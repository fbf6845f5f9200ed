import type { JobScope } from '../pull/scopes.ts';
import { queryEnabledOrganizations } from '../store/enabled-integrations.ts';
import { inParallel } from '../store/in-parallel.ts';
import { loadIntegrationState } from '../store/integration-states.ts';
import { loadScheduleCursor, saveScheduleCursor } from '../store/schedule-cursors.ts';
import type { Table } from '../store/table.ts';
import { commit, tryCommit } from '../store/write.ts';
import { ERP_PARTNERS, type Partner } from '../sync/partners.ts';
import { logger, toError } from './logger.ts';
import { planJob } from './new-jobs.ts';

const ORGANIZATIONS_PER_PAGE = 100;

export interface ScheduleResult {
  /** The jobs that were created. */
  readonly created: number;
  /** Organizations whose job of this scope is still open, or whose integration is paused. */
  readonly skipped: number;
  readonly failed: number;
  /** Whether all organizations were reached before the time ended; the next run goes on with the others. */
  readonly complete: boolean;
}

/**
 * Creates a job of the scope for each enabled integration with an ERP, as `POST /v1/erp/sync` does. Ends at `deadlineMs`. An
 * organization that fails stops no other.
 */
export function createPullSchedule(table: Table, clock: () => number) {
  return async (scope: JobScope, deadlineMs: number): Promise<ScheduleResult> => {
    const results: ('created' | 'skipped' | 'failed')[] = [];
    let complete = true;
    for (const partner of ERP_PARTNERS) {
      complete = (await scheduleAll(partner, scope, deadlineMs, results)) && complete;
    }
    const countOf = (kind: (typeof results)[number]) => results.filter((result) => result === kind).length;
    return { created: countOf('created'), skipped: countOf('skipped'), failed: countOf('failed'), complete };
  };

  async function scheduleAll(
    partner: Partner,
    scope: JobScope,
    deadlineMs: number,
    results: ('created' | 'skipped' | 'failed')[],
  ): Promise<boolean> {
    const cursor = { partner, scope };
    const begin = await loadScheduleCursor(table, cursor);
    let after = begin;
    do {
      if (clock() > deadlineMs) {
        await commit(table, [saveScheduleCursor(cursor, after)]);
        return false;
      }
      const page = await queryEnabledOrganizations(table, partner, ORGANIZATIONS_PER_PAGE, after);
      results.push(...(await inParallel(page.orgIds, (orgId) => schedule(orgId, partner, scope))));
      after = page.next;
    } while (after !== undefined);
    // The organizations before those that the last run had no time for are the next run's.
    if (begin !== undefined) await commit(table, [saveScheduleCursor(cursor, undefined)]);
    return begin === undefined;
  }

  async function schedule(orgId: string, partner: Partner, scope: JobScope): Promise<'created' | 'skipped' | 'failed'> {
    try {
      const state = await loadIntegrationState(table, orgId, partner);
      if (state.paused) return 'skipped';
      const { writes } = await planJob(table, { orgId, partner, scope }, clock());
      return writes.length > 0 && (await tryCommit(table, writes)) ? 'created' : 'skipped';
    } catch (error) {
      logger.error('Sync not scheduled', { org_id: orgId, partner, scope, error: toError(error) });
      return 'failed';
    }
  }
}
