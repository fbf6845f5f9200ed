import { HubError } from '../domain/errors.ts';
import { loadIntegrationState } from '../store/integration-states.ts';
import { DUE_PARTITIONS, type IndexedSync, loadIndexed, queryDue, saveSyncRecord } from '../store/sync-records.ts';
import { commit, type Table } from '../store/table.ts';
import { notified } from '../sync/sync-record.ts';

/** How many records are notified at the same time. */
const CONCURRENCY = 25;

export interface SweepResult {
  readonly notified: number;
  /** Records of integrations that are paused. */
  readonly paused: number;
  /** Whether all due records were read before the time ended; the next sweep continues. */
  readonly complete: boolean;
}

/**
 * Notifies again what is due and has not been answered: its message is lost, or it waited for its integration to be
 * resumed. Ends before `deadlineMs`.
 */
export function createSweep(table: Table, clock: () => number) {
  return async (deadlineMs: number): Promise<SweepResult> => {
    const nowMs = clock();
    const pausedIntegrations = new Map<string, Promise<boolean>>();
    const isPaused = ({ orgId, partner }: IndexedSync): Promise<boolean> => {
      const key = `${orgId}#${partner}`;
      const known = pausedIntegrations.get(key);
      if (known) return known;
      const loaded = loadIntegrationState(table, orgId, partner).then(({ paused }) => paused !== null);
      pausedIntegrations.set(key, loaded);
      return loaded;
    };
    const count = { notified: 0, paused: 0 };

    const notify = async (entry: IndexedSync): Promise<void> => {
      if (await isPaused(entry)) {
        count.paused++;
        return;
      }
      const record = await loadIndexed(table, entry);
      // The index lags: the record may have moved on.
      if (!record || record.due_at === null || record.due_at > nowMs) return;
      try {
        await commit(table, [saveSyncRecord(record, notified(record, clock()))]);
        count.notified++;
      } catch (error) {
        // A consumer has begun with the record.
        if (!(error instanceof HubError)) throw error;
      }
    };

    for (const partition of DUE_PARTITIONS) {
      for await (const page of queryDue(table, partition, nowMs)) {
        for (let start = 0; start < page.length; start += CONCURRENCY) {
          if (clock() > deadlineMs) return { ...count, complete: false };
          await Promise.all(page.slice(start, start + CONCURRENCY).map(notify));
        }
      }
    }
    return { ...count, complete: true };
  };
}
