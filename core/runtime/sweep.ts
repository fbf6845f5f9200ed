import { DUE_PARTITIONS, type DueEntry, queryDue } from '../store/due-index.ts';
import { isIntegrationState, loadIntegrationState, saveIntegrationState } from '../store/integration-states.ts';
import { loadIndexed, queryIntegration, saveSyncRecord, type TableKey } from '../store/sync-records.ts';
import { type Table, tryCommit } from '../store/table.ts';
import { isSettled, type SyncRecord } from '../sync/sync-record.ts';
import { notified } from '../sync/sync-requests.ts';

/** How many records are notified at the same time. */
const CONCURRENCY = 25;

export interface SweepResult {
  readonly notified: number;
  /** Records of integrations that are paused. */
  readonly paused: number;
  /** Whether all that is due was read before the time ended; the next sweep continues. */
  readonly complete: boolean;
}

class OutOfTime extends Error {}

/**
 * Notifies again what is due and has not been answered, because its message is lost, and what waits for an integration that
 * was resumed. Ends at `deadlineMs`.
 */
export function createSweep(table: Table, clock: () => number) {
  return async (deadlineMs: number): Promise<SweepResult> => {
    const nowMs = clock();
    const count = { notified: 0, paused: 0 };
    const isPaused = pausedIntegrations(table);

    const notify = async (key: TableKey, needsNotification: (record: SyncRecord) => boolean): Promise<void> => {
      const record = await loadIndexed(table, key);
      // The index lags: the record may have moved on.
      if (!record || !needsNotification(record)) return;
      if (await tryCommit(table, [saveSyncRecord(record, notified(record, clock()))])) count.notified++;
    };

    const notifyResumed = async ({ orgId, partner }: DueEntry): Promise<void> => {
      const state = await loadIntegrationState(table, orgId, partner);
      for await (const page of queryIntegration(table, orgId, partner, 'OPEN')) {
        await inTime(page, ({ key }) => notify(key, (record) => !isSettled(record) && record.lease_until <= clock()));
      }
      const done = { ...state, resumed_at: null };
      // Another writer was faster: the next sweep repeats this one.
      await tryCommit(table, [saveIntegrationState(orgId, partner, state, done)]);
    };

    const sweepEntry = async (entry: DueEntry): Promise<void> => {
      if (isIntegrationState(entry.key)) await notifyResumed(entry);
      else if (await isPaused(entry)) count.paused++;
      else await notify(entry.key, ({ due_at }) => due_at !== null && due_at <= nowMs);
    };

    const inTime = async <Entry>(entries: readonly Entry[], handle: (entry: Entry) => Promise<void>): Promise<void> => {
      for (let start = 0; start < entries.length; start += CONCURRENCY) {
        if (clock() > deadlineMs) throw new OutOfTime();
        await Promise.all(entries.slice(start, start + CONCURRENCY).map(handle));
      }
    };

    try {
      for (const partition of DUE_PARTITIONS) {
        for await (const page of queryDue(table, partition, nowMs)) await inTime(page, sweepEntry);
      }
      return { ...count, complete: true };
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      return { ...count, complete: false };
    }
  };
}

/** Whether an integration is paused; each is read once. */
function pausedIntegrations(table: Table): (entry: DueEntry) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return ({ orgId, partner }) => {
    const key = `${orgId}#${partner}`;
    const loaded = known.get(key) ?? loadIntegrationState(table, orgId, partner).then(({ paused }) => paused !== null);
    known.set(key, loaded);
    return loaded;
  };
}
