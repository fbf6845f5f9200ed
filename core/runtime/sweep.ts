import { type Job, jobNotified } from '../pull/job.ts';
import { findIndexedDelivery, isDelivery, saveDelivery } from '../store/deliveries.ts';
import { DUE_PARTITIONS, type DueEntry, queryDue } from '../store/due-index.ts';
import { queryIntegration } from '../store/integration-index.ts';
import { isIntegrationState, loadIntegrationState, saveResumeDone } from '../store/integration-states.ts';
import { findIndexedJob, isJob, saveJob } from '../store/jobs.ts';
import { findIndexedRecord, saveSyncRecord } from '../store/sync-records.ts';
import type { Table, TableKey } from '../store/table.ts';
import { tryCommit, type Write } from '../store/write.ts';
import { isBlocked } from '../sync/integration-state.ts';
import { type Notifiable, notifiedAgain } from '../sync/notification.ts';
import { isSettled, type SyncRecord } from '../sync/sync-record.ts';
import { notified } from '../sync/sync-requests.ts';
import type { Delivery } from '../webhooks/delivery.ts';
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

/** A sweep under way, with what it has done so far. */
interface Sweep {
  readonly table: Table;
  readonly clock: () => number;
  readonly startedAt: number;
  readonly deadlineMs: number;
  /** The records that it has looked at: one may be due, and of a resumed integration too. */
  readonly seen: Set<string>;
  /** Whether each integration is blocked, by organization and partner: read once. */
  readonly blocked: Map<string, Promise<boolean>>;
  notified: number;
  paused: number;
  failed: number;
  complete: boolean;
}

/**
 * Notifies again what is due and has not been answered, because its message is lost, and what waits for an integration that
 * was resumed. Ends at `deadlineMs`. A record that fails delays no other; the sweep fails once all others are notified.
 */
export function createSweep(table: Table, clock: () => number) {
  return async (deadlineMs: number): Promise<SweepResult> => {
    const sweep: Sweep = {
      table,
      clock,
      startedAt: clock(),
      deadlineMs,
      seen: new Set(),
      blocked: new Map(),
      notified: 0,
      paused: 0,
      failed: 0,
      complete: true,
    };
    await forEach(sweep, dueEntries(sweep), (entry) => sweepEntry(sweep, entry));
    const { notified, paused, failed, complete } = sweep;
    if (failed > 0) throw new Error(`${failed} sync records could not be notified; the log names them.`);
    return { notified, paused, complete };
  };
}

async function* dueEntries({ table, startedAt }: Sweep): AsyncIterable<DueEntry[]> {
  for (const partition of DUE_PARTITIONS) yield* queryDue(table, partition, startedAt);
}

async function sweepEntry(sweep: Sweep, entry: DueEntry): Promise<void> {
  if (isIntegrationState(entry.key)) await notifyResumed(sweep, entry);
  // A job ends when its integration is paused.
  else if (isJob(entry.key)) await notify(sweep, entry.key, JOBS);
  else if (isDelivery(entry.key)) await notify(sweep, entry.key, DELIVERIES);
  else if (await isIntegrationBlocked(sweep, entry)) sweep.paused++;
  else await notify(sweep, entry.key, SYNC_RECORDS);
}

/** How entries of a kind are notified. */
interface Kind<Item> {
  find(table: Table, key: TableKey): Promise<Item | undefined>;
  notified(item: Item, nowMs: number): Item;
  save(seen: Item, next: Item): Write;
}

const SYNC_RECORDS: Kind<SyncRecord> = { find: findIndexedRecord, notified, save: saveSyncRecord };
const JOBS: Kind<Job> = { find: findIndexedJob, notified: jobNotified, save: saveJob };
const DELIVERIES: Kind<Delivery> = { find: findIndexedDelivery, notified: notifiedAgain, save: saveDelivery };

/** Notifies what waits for an integration that was resumed, then ends the resume. */
async function notifyResumed(sweep: Sweep, { orgId, partner }: DueEntry): Promise<void> {
  const { table, clock } = sweep;
  const state = await loadIntegrationState(table, orgId, partner);
  // The index lags: another sweep is done with it.
  if (state.resumed_at === null) return;
  const isWaiting = (record: SyncRecord): boolean => !isSettled(record) && record.lease_until <= clock();
  const waiting = queryIntegration(table, orgId, partner, 'OPEN');
  const isDone = await forEach(sweep, waiting, ({ key }) => notify(sweep, key, SYNC_RECORDS, isWaiting));
  if (isDone) await tryCommit(table, [saveResumeDone(orgId, partner, state)]);
}

async function notify<Item extends Notifiable>(
  sweep: Sweep,
  key: TableKey,
  { find, notified, save }: Kind<Item>,
  isNeeded = ({ due_at }: Item): boolean => due_at !== null && due_at <= sweep.startedAt,
): Promise<void> {
  const id = `${key.pk}/${key.sk}`;
  if (sweep.seen.has(id)) return;
  sweep.seen.add(id);
  const item = await find(sweep.table, key);
  // The index lags: the item may have moved on.
  if (!item || !isNeeded(item)) return;
  if (await tryCommit(sweep.table, [save(item, notified(item, sweep.clock()))])) sweep.notified++;
}

function isIntegrationBlocked({ table, clock, blocked }: Sweep, { orgId, partner }: DueEntry): Promise<boolean> {
  const id = `${orgId}#${partner}`;
  const reading =
    blocked.get(id) ?? loadIntegrationState(table, orgId, partner).then((state) => isBlocked(state, clock()));
  blocked.set(id, reading);
  return reading;
}

/**
 * Handles the entries of each page, some at the same time; one that fails is logged and counted. Returns false when the
 * deadline came before the end.
 */
async function forEach<Entry extends { readonly key: TableKey }>(
  sweep: Sweep,
  pages: AsyncIterable<readonly Entry[]>,
  handle: (entry: Entry) => Promise<void>,
): Promise<boolean> {
  const attempt = async (entry: Entry): Promise<void> => {
    try {
      await handle(entry);
    } catch (error) {
      sweep.failed++;
      logger.error('Sync record not notified', { key: entry.key, error: toError(error) });
    }
  };
  for await (const page of pages) {
    for (let start = 0; start < page.length; start += CONCURRENCY) {
      if (sweep.clock() > sweep.deadlineMs) {
        sweep.complete = false;
        return false;
      }
      await Promise.all(page.slice(start, start + CONCURRENCY).map(attempt));
    }
  }
  return true;
}
