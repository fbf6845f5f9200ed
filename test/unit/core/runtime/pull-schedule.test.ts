import { describe, expect, it } from '@jest/globals';
import { ended, held } from '../../../../core/pull/job.ts';
import { createPullSchedule } from '../../../../core/runtime/pull-schedule.ts';
import { createSweep } from '../../../../core/runtime/sweep.ts';
import { saveIntegrationState } from '../../../../core/store/integration-states.ts';
import { saveIntegration } from '../../../../core/store/integrations.ts';
import { findJob, loadSyncJob, queryJobs, saveJob } from '../../../../core/store/jobs.ts';
import { createPullStore } from '../../../../core/store/pull-store.ts';
import { commit } from '../../../../core/store/write.ts';
import { NEW_INTEGRATION_STATE, paused } from '../../../../core/sync/integration-state.ts';
import { hubTable } from '../../support/hub-table.ts';
import { captureLogs } from '../../support/logs.ts';

const hub = hubTable();
const logs = captureLogs();
const NOW_MS = 1_708_733_500_000;

async function enable(orgId: string, enabled = true): Promise<void> {
  const routing = { request_types: null, cost_centers: null };
  const stored = { partner: 'sap', enabled, settings: {}, routing, updated_at: null, updated_by: null };
  await commit(hub.table, [saveIntegration(orgId, stored)]);
}
/** A schedule whose clock moves on by this time each time that it is read. */
function scheduleAt(nowMs = NOW_MS, tickMs = 0) {
  let now = nowMs - tickMs;
  return createPullSchedule(hub.table, () => {
    now += tickMs;
    return now;
  });
}
async function jobsOf(orgId: string) {
  return (await queryJobs(hub.table, orgId, 10, undefined)).jobs;
}

describe('the schedule of pulls', () => {
  it('creates a job for each enabled integration, and none while one of that scope is open', async () => {
    await enable('org_1');
    await enable('org_2');
    await enable('org_off', false);
    const run = scheduleAt();
    expect(await run('vendors', NOW_MS + 1)).toEqual({ created: 2, skipped: 0, failed: 0, complete: true });
    expect(await run('vendors', NOW_MS + 1)).toEqual({ created: 0, skipped: 2, failed: 0, complete: true });
    expect(await run('budgets', NOW_MS + 1)).toMatchObject({ created: 2 });
    expect(await jobsOf('org_off')).toEqual([]);
    expect((await jobsOf('org_1')).map(({ scope }) => scope).sort()).toEqual(['budgets', 'vendors']);
  });

  it('creates the next job once the last one has ended', async () => {
    await enable('org_1');
    await scheduleAt()('vendors', NOW_MS + 1);
    const [job] = await jobsOf('org_1');
    if (!job) throw new Error('no job');
    await createPullStore(hub.table, 'sap').saveJob(job, ended(job, NOW_MS), {
      scope: 'vendors',
      seen: 47,
      since: undefined,
    });
    expect(await scheduleAt(NOW_MS + 1)('vendors', NOW_MS + 2)).toMatchObject({ created: 1 });
    const [next] = await jobsOf('org_1');
    expect(next).toMatchObject({ state: 'pending', estimated: { vendors: 47 } });
  });

  it('skips integrations that are paused', async () => {
    await enable('org_1');
    const state = paused(NEW_INTEGRATION_STATE, { code: 'sap.unauthorized', message: 'No.' }, NOW_MS);
    await commit(hub.table, [saveIntegrationState('org_1', 'sap', NEW_INTEGRATION_STATE, state)]);
    expect(await scheduleAt()('vendors', NOW_MS + 1)).toMatchObject({ created: 0, skipped: 1 });
  });

  it('reaches all others when one organization fails, and names it', async () => {
    await enable('org_1');
    await enable('org_2');
    const broken = { pk: 'ORG#org_1', sk: 'PULL#sap#vendors', open_job_id: 7 };
    await commit(hub.table, [{ put: { Item: broken } }]);
    expect(await scheduleAt()('vendors', NOW_MS + 1)).toMatchObject({ created: 1, failed: 1 });
    expect(logs.lines()).toMatchObject([{ message: 'Sync not scheduled', org_id: 'org_1', scope: 'vendors' }]);
  });

  it('goes on with the next run when its time is over, and reaches all', async () => {
    for (let number = 100; number < 250; number++) await enable(`org_${number}`);
    const first = await scheduleAt(NOW_MS, 1)('vendors', NOW_MS + 50);
    expect(first).toMatchObject({ created: 100, complete: false });
    expect(await scheduleAt()('vendors', NOW_MS + 1)).toMatchObject({ created: 50, skipped: 0, complete: false });
    expect(await scheduleAt()('vendors', NOW_MS + 1)).toMatchObject({ created: 0, skipped: 150, complete: true });
  });
});

describe('a job', () => {
  it('is notified again by the sweep when its message or its consumer is lost, and not while it is carried', async () => {
    await enable('org_1');
    await scheduleAt()('full', NOW_MS + 1);
    const [job] = await jobsOf('org_1');
    if (!job) throw new Error('no job');
    const carried = held(job, 'lease', NOW_MS);
    await commit(hub.table, [saveJob(job, carried)]);
    const sweepAt = (nowMs: number) => createSweep(hub.table, () => nowMs)(nowMs + 1);
    expect(await sweepAt(carried.lease_until - 1)).toMatchObject({ notified: 0 });
    expect(await sweepAt(carried.lease_until + 1)).toMatchObject({ notified: 1 });
    expect(await findJob(hub.table, 'org_1', job.id)).toMatchObject({
      state: 'pending',
      notifications: 1,
      lease_until: 0,
    });
  });

  it('is found by its id, in its organization only', async () => {
    await enable('org_1');
    await scheduleAt()('full', NOW_MS + 1);
    const [job] = await jobsOf('org_1');
    expect(await loadSyncJob(hub.table, 'org_1', job?.id ?? '')).toEqual({ job });
    await expect(loadSyncJob(hub.table, 'org_2', job?.id ?? '')).rejects.toMatchObject({ code: 'sync_job.not_found' });
  });
});
