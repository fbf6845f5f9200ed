import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createSweep } from '../../../../core/runtime/sweep.ts';
import { loadIntegrationState, saveIntegrationState } from '../../../../core/store/integration-states.ts';
import {
  loadSyncRecordByJob,
  saveNewSyncRecord,
  saveSyncRecord,
  subjectPartition,
} from '../../../../core/store/sync-records.ts';
import { commit } from '../../../../core/store/write.ts';
import {
  type IntegrationState,
  NEW_INTEGRATION_STATE,
  paused,
  resumed,
} from '../../../../core/sync/integration-state.ts';
import { GRACE_MS } from '../../../../core/sync/notification.ts';
import { beginAttempt, stepTaken } from '../../../../core/sync/sync-attempts.ts';
import type { SyncRecord } from '../../../../core/sync/sync-record.ts';
import { hubTable } from '../../support/hub-table.ts';
import { captureLogs } from '../../support/logs.ts';
import { laptopSync } from '../../support/requests.ts';

const hub = hubTable();
const logs = captureLogs();
const DUE = laptopSync.created_at + GRACE_MS + 1;
const FAR = DUE + 45_000;

function recordOf(number: number, changes: Partial<SyncRecord> = {}): SyncRecord {
  return { ...laptopSync, subject_id: `po_${number}`, job_id: `sync_${number}`, ...changes };
}
async function given(...records: readonly SyncRecord[]): Promise<void> {
  for (const record of records) await commit(hub.table, saveNewSyncRecord(record));
}
function load({ org_id, job_id }: SyncRecord): Promise<SyncRecord> {
  return loadSyncRecordByJob(hub.table, org_id, job_id);
}
/** A sweep whose clock moves on by this time each time that it is read. */
function sweepAt(nowMs: number, { tickMs = 0, deadlineMs = FAR } = {}) {
  let now = nowMs - tickMs;
  return createSweep(hub.table, () => {
    now += tickMs;
    return now;
  })(deadlineMs);
}
async function setState(orgId: string, change: (state: IntegrationState) => IntegrationState): Promise<void> {
  const seen = await loadIntegrationState(hub.table, orgId, 'sap');
  await commit(hub.table, [saveIntegrationState(orgId, 'sap', seen, change(seen))]);
}

describe('the sweep', () => {
  it('notifies each overdue record again, whatever it was about', async () => {
    const step = { intent: 'create', revision: 1 };
    const lease = { owner: 'o', until: DUE - GRACE_MS - 1, inDoubtUntil: 0 };
    const inFlight = beginAttempt(recordOf(2), step, lease, laptopSync.created_at);
    const waiting = stepTaken({ ...inFlight, ...recordOf(3) }, { kind: 'poll', afterMs: 0 }, laptopSync.created_at);
    await given(recordOf(1), inFlight, { ...waiting, subject_id: 'po_3', job_id: 'sync_3' });
    expect(await sweepAt(DUE)).toEqual({ notified: 3, paused: 0, complete: true });
    for (const number of [1, 2, 3]) {
      expect(await load(recordOf(number))).toMatchObject({
        notifications: 1,
        unanswered: 1,
        due_at: DUE + GRACE_MS,
      });
    }
  });

  it('leaves alone what is not due, or settled', async () => {
    const synced = stepTaken({ ...recordOf(2), intent_revision: 1 }, { kind: 'done' }, laptopSync.created_at);
    await given(recordOf(1), synced);
    expect(await sweepAt(DUE - 1)).toEqual({ notified: 0, paused: 0, complete: true });
    expect(await sweepAt(FAR)).toMatchObject({ notified: 1 });
    expect(await load(synced)).toEqual(synced);
  });

  it('waits longer for an answer after each notification, up to about an hour', async () => {
    await given(laptopSync);
    const waits: number[] = [];
    let now = DUE;
    for (let count = 0; count < 9; count++) {
      await sweepAt(now, { deadlineMs: now + 1 });
      const { due_at } = await load(laptopSync);
      waits.push(((due_at ?? 0) - now) / GRACE_MS);
      now = (due_at ?? 0) + 1;
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64]);
  });

  it('skips the records of integrations that are paused, until they are resumed', async () => {
    const other = recordOf(3, { org_id: 'org_other' });
    await given(recordOf(1), recordOf(2), other);
    await setState(laptopSync.org_id, (state) => paused(state, { code: 'sap.unauthorized', message: 'no' }, 1));
    hub.actions.length = 0;
    expect(await sweepAt(DUE)).toEqual({ notified: 1, paused: 2, complete: true });
    expect((await load(other)).notifications).toBe(1);
    expect(await load(recordOf(1))).toEqual(recordOf(1));
    await setState(laptopSync.org_id, (state) => resumed(state, DUE));
    expect(await sweepAt(DUE + 1)).toEqual({ notified: 2, paused: 0, complete: true });
  });

  it('skips the records of a partner that is down until the pause is over', async () => {
    await given(recordOf(1));
    await setState(laptopSync.org_id, (state) => ({ ...state, open_until: DUE + 10 }));
    expect(await sweepAt(DUE)).toMatchObject({ notified: 0, paused: 1 });
    expect(await sweepAt(DUE + 10)).toMatchObject({ notified: 1, paused: 0 });
  });

  it('notifies what waits for an integration that was resumed, due or not, once', async () => {
    const held = beginAttempt(
      recordOf(2),
      { intent: 'create', revision: 1 },
      { owner: 'o', until: FAR, inDoubtUntil: 0 },
      laptopSync.created_at,
    );
    await given(recordOf(1), held);
    const { created_at: now } = laptopSync;
    await setState(laptopSync.org_id, (state) => resumed(state, now));
    expect(await sweepAt(now + 1)).toEqual({ notified: 1, paused: 0, complete: true });
    expect(await sweepAt(now + 2)).toEqual({ notified: 0, paused: 0, complete: true });
  });

  it('leaves alone an integration that the index has as resumed and another sweep is done with', async () => {
    await given(recordOf(1, { due_at: FAR }));
    await setState(laptopSync.org_id, (state) => resumed(state, DUE));
    hub.before = async (action) => {
      if (action !== 'GetItem') return;
      hub.before = () => {};
      await setState(laptopSync.org_id, (state) => ({ ...state, resumed_at: null }));
    };
    expect(await sweepAt(DUE + 1)).toEqual({ notified: 0, paused: 0, complete: true });
  });

  it('continues with a resumed integration when it was out of time', async () => {
    await given(...Array.from({ length: 30 }, (_, number) => recordOf(number, { due_at: FAR })));
    await setState(laptopSync.org_id, (state) => resumed(state, DUE));
    expect(await sweepAt(DUE + 1, { tickMs: 1_000, deadlineMs: DUE + 5_000 })).toMatchObject({ complete: false });
    expect((await loadIntegrationState(hub.table, laptopSync.org_id, 'sap')).resumed_at).toBe(DUE);
    expect(await sweepAt(DUE + 2)).toMatchObject({ complete: true });
    for (let number = 0; number < 30; number++) {
      expect((await load(recordOf(number))).notifications).toBeGreaterThan(0);
    }
  });

  it.each<[string, (state: IntegrationState) => IntegrationState, number]>([
    ['once, although attempts save its state meanwhile', (state) => ({ ...state, next_attempt_at: 7 }), 0],
    ['twice when it is resumed once more meanwhile', (state) => resumed(state, laptopSync.created_at + 1), 1],
  ])('notifies what waits for a resumed integration %s', async (_, change, notifiedLater) => {
    await given(recordOf(1));
    const { created_at: now, org_id } = laptopSync;
    await setState(org_id, (state) => resumed(state, now));
    hub.before = async (action) => {
      if (action !== 'UpdateItem') return;
      hub.before = () => {};
      await setState(org_id, change);
    };
    expect(await sweepAt(now + 1)).toMatchObject({ notified: 1 });
    expect(await sweepAt(now + 2)).toMatchObject({ notified: notifiedLater });
    expect(await loadIntegrationState(hub.table, org_id, 'sap')).toMatchObject({
      ...change(NEW_INTEGRATION_STATE),
      failures: 5,
      resumed_at: null,
      version: expect.any(Number),
    });
  });

  it('reads the state of an integration once', async () => {
    await given(...Array.from({ length: 10 }, (_, number) => recordOf(number)));
    hub.actions.length = 0;
    await sweepAt(DUE);
    // One per record, and one for their integration.
    expect(hub.actions.filter((action) => action === 'GetItem')).toHaveLength(11);
  });

  it('ignores a record that moved on since it was indexed', async () => {
    await given(laptopSync);
    const later = { ...laptopSync, due_at: DUE + 1, version: 2 };
    hub.before = async (action) => {
      if (action !== 'GetItem') return;
      hub.before = () => {};
      await commit(hub.table, [saveSyncRecord(laptopSync, later)]);
    };
    expect(await sweepAt(DUE)).toEqual({ notified: 0, paused: 0, complete: true });
    expect(await load(laptopSync)).toEqual(later);
  });

  it('ignores a record that a consumer saves at the same time', async () => {
    await given(laptopSync);
    const taken = { ...laptopSync, attempts: 1, version: 2 };
    hub.before = async (action) => {
      if (action !== 'UpdateItem') return;
      hub.before = () => {};
      await commit(hub.table, [saveSyncRecord(laptopSync, taken)]);
    };
    expect(await sweepAt(DUE)).toEqual({ notified: 0, paused: 0, complete: true });
    expect(await load(laptopSync)).toEqual(taken);
  });

  it('stops at its deadline, and the next one continues', async () => {
    const records = Array.from({ length: 60 }, (_, number) => recordOf(number));
    await given(...records);
    const ended = await sweepAt(DUE, { tickMs: 1_000, deadlineMs: DUE + 5_000 });
    expect(ended.complete).toBe(false);
    expect(ended.notified).toBeGreaterThan(0);
    expect(ended.notified).toBeLessThan(60);
    expect(await sweepAt(DUE)).toEqual({ notified: 60 - ended.notified, paused: 0, complete: true });
  });

  it('notifies all others when it cannot read one, and then fails', async () => {
    const records = [recordOf(1, { due_at: 1 }), ...Array.from({ length: 20 }, (_, number) => recordOf(number + 2))];
    await given(...records);
    await hub.table.client.send(
      new UpdateCommand({
        TableName: hub.table.name,
        Key: { pk: subjectPartition('purchase_order', laptopSync.org_id, 'po_1'), sk: 'SYNC#sap#order' },
        UpdateExpression: 'REMOVE wanted_revision',
      }),
    );
    await expect(sweepAt(DUE)).rejects.toThrow('1 sync records could not be notified');
    expect(logs.lines()).toMatchObject([
      { level: 'ERROR', key: { sk: 'SYNC#sap#order' }, error: { name: '$ZodError' } },
    ]);
    const notifications = await Promise.all(records.slice(1).map(async (one) => (await load(one)).notifications));
    expect(new Set(notifications)).toEqual(new Set([1]));
  });

  it('fails when the table does', async () => {
    await given(laptopSync);
    hub.before = (action) => {
      if (action === 'Query') throw new Error('No table');
    };
    await expect(sweepAt(DUE)).rejects.toThrow('No table');
  });
});
