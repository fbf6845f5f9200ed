import { DUE_PARTITIONS, type DueEntry, queryDue } from '../store/due-index.ts';
import { isIntegrationState, loadIntegrationState, saveResumeDone } from '../store/integration-states.ts';
import { loadIndexed, queryIntegration, saveSyncRecord, type TableKey } from '../store/sync-records.ts';
import { type Table, tryCommit } from '../store/table.ts';
import { isBlocked } from '../sync/integration-state.ts';
import { isSettled, type SyncRecord } from '../sync/sync-record.ts';
import { notified } from '../sync/sync-requests.ts';
import { logger, toError } from './logger.ts';

/** How many records are notified at the same time. */
const CONCURRENCY = 25;

export interface SweepResult {
  readonly notified: number;
  /** Records of integrations that are paused, or whose partner is down. */
  readonly paused: number;
  /** Whether all that is due was read before the time ended; the next sweep continues. */
  readonly complete: boolean;
}

class OutOfTime extends Error {}

/**
 * Notifies again what is due and has not been answered, because its message is lost, and what waits for an integration that
 * was resumed. Ends at `deadlineMs`. A record that fails delays no other; the sweep fails once all others are notified.
 */
export function createSweep(table: Table, clock: () => number) {
  return async (deadlineMs: number): Promise<SweepResult> => {
    const nowMs = clock();
    const isStopped = stopCheck(table, clock);
    const count = { notified: 0, paused: 0 };
    /** The records that this sweep has looked at: one may be due, and of a resumed integration too. */
    const seen = new Set<string>();
    let failed = 0;

    const notify = async (key: TableKey, isNeeded: (record: SyncRecord) => boolean): Promise<void> => {
      const id = `${key.pk}/${key.sk}`;
      if (seen.has(id)) return;
      seen.add(id);
      const record = await loadIndexed(table, key);
      // The index lags: the record may have moved on.
      if (!record || !isNeeded(record)) return;
      if (await tryCommit(table, [saveSyncRecord(record, notified(record, clock()))])) count.notified++;
    };

    const notifyResumed = async ({ orgId, partner }: DueEntry): Promise<void> => {
      const state = await loadIntegrationState(table, orgId, partner);
      // The index lags: another sweep is done with it.
      if (state.resumed_at === null) return;
      const isWaiting = (record: SyncRecord): boolean => !isSettled(record) && record.lease_until <= clock();
      for await (const page of queryIntegration(table, orgId, partner, 'OPEN')) {
        await each(page, ({ key }) => notify(key, isWaiting));
      }
      await tryCommit(table, [saveResumeDone(orgId, partner, state)]);
    };

    const sweepEntry = async (entry: DueEntry): Promise<void> => {
      if (isIntegrationState(entry.key)) await notifyResumed(entry);
      else if (await isStopped(entry)) count.paused++;
      else await notify(entry.key, ({ due_at }) => due_at !== null && due_at <= nowMs);
    };

    const each = async <Entry extends { readonly key: TableKey }>(
      entries: readonly Entry[],
      handle: (entry: Entry) => Promise<void>,
    ): Promise<void> => {
      const attempt = async (entry: Entry): Promise<void> => {
        try {
          await handle(entry);
        } catch (error) {
          if (error instanceof OutOfTime) throw error;
          failed++;
          logger.error('Sync record not notified', { key: entry.key, error: toError(error) });
        }
      };
      for (let start = 0; start < entries.length; start += CONCURRENCY) {
        if (clock() > deadlineMs) throw new OutOfTime();
        await Promise.all(entries.slice(start, start + CONCURRENCY).map(attempt));
      }
    };

    const complete = await (async () => {
      try {
        for (const partition of DUE_PARTITIONS) {
          for await (const page of queryDue(table, partition, nowMs)) await each(page, sweepEntry);
        }
        return true;
      } catch (error) {
        if (error instanceof OutOfTime) return false;
        throw error;
      }
    })();
    if (failed > 0) throw new Error(`${failed} sync records could not be notified; the log names them.`);
    return { ...count, complete };
  };
}

/** Whether no call may be made for an entry now: its integration is paused, or its partner is down. Read once per integration. */
function stopCheck(table: Table, clock: () => number) {
  const known = new Map<string, Promise<boolean>>();
  return ({ orgId, partner }: DueEntry): Promise<boolean> => {
    const key = `${orgId}#${partner}`;
    const stopped =
      known.get(key) ?? loadIntegrationState(table, orgId, partner).then((state) => isBlocked(state, clock()));
    known.set(key, stopped);
    return stopped;
  };
}
