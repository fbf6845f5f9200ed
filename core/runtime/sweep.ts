import { HubError } from '../domain/errors.ts';
import { loadIntegrationState } from '../store/integration-states.ts';
import { DUE_PARTITIONS, type IndexedSync, loadIndexed, queryDue, saveSyncRecord } from '../store/sync-records.ts';
import { commit, type Table } from '../store/table.ts';
import { notified } from '../sync/sync-record.ts';
import { logger, toError } from './logger.ts';

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
 * resumed. Ends before `deadlineMs`. A record that fails delays no other; the sweep fails once all others are notified.
 */
export function createSweep(table: Table, clock: () => number) {
  return async (deadlineMs: number): Promise<SweepResult> => {
    const nowMs = clock();
    const isPaused = pauseCheck(table);
    const count = { notified: 0, paused: 0 };
    let failed = 0;

    const notify = async (entry: IndexedSync): Promise<void> => {
      try {
        if (await isPaused(entry)) count.paused++;
        else if (await notifyIfDue(table, entry, nowMs, clock)) count.notified++;
      } catch (error) {
        failed++;
        logger.error('Sync record not notified', { key: entry.key, error: toError(error) });
      }
    };

    let complete = true;
    for await (const batch of dueBatches(table, nowMs)) {
      complete = clock() <= deadlineMs;
      if (!complete) break;
      await Promise.all(batch.map(notify));
    }
    if (failed > 0) throw new Error(`${failed} sync records could not be notified; the log names them.`);
    return { ...count, complete };
  };
}

async function* dueBatches(table: Table, nowMs: number): AsyncIterable<IndexedSync[]> {
  for (const partition of DUE_PARTITIONS) {
    for await (const page of queryDue(table, partition, nowMs)) {
      for (let start = 0; start < page.length; start += CONCURRENCY) yield page.slice(start, start + CONCURRENCY);
    }
  }
}

/** Whether an entry's integration is paused, read once per integration. */
function pauseCheck(table: Table) {
  const known = new Map<string, Promise<boolean>>();
  return ({ orgId, partner }: IndexedSync): Promise<boolean> => {
    const key = `${orgId}#${partner}`;
    const isPaused =
      known.get(key) ?? loadIntegrationState(table, orgId, partner).then(({ paused }) => paused !== null);
    known.set(key, isPaused);
    return isPaused;
  };
}

async function notifyIfDue(table: Table, entry: IndexedSync, nowMs: number, clock: () => number): Promise<boolean> {
  const record = await loadIndexed(table, entry);
  // The index lags: the record may have moved on.
  if (!record || record.due_at === null || record.due_at > nowMs) return false;
  try {
    await commit(table, [saveSyncRecord(record, notified(record, clock()))]);
    return true;
  } catch (error) {
    // A consumer has begun with the record.
    if (error instanceof HubError) return false;
    throw error;
  }
}
