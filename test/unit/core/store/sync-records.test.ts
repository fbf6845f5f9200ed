import { describe, expect, it } from '@jest/globals';
import { DUE_PARTITIONS, type DueEntry, queryDue } from '../../../../core/store/due-index.ts';
import { countAttention, queryBacklog, querySyncPage } from '../../../../core/store/integration-index.ts';
import { loadOrder, saveNewOrder } from '../../../../core/store/purchase-orders.ts';
import {
  findIndexedRecord,
  loadSyncRecordByJob,
  saveNewSyncRecord,
  saveRevision,
  saveSyncRecord,
} from '../../../../core/store/sync-records.ts';
import { queryUnsettledOrders } from '../../../../core/store/unsettled-orders.ts';
import { commit } from '../../../../core/store/write.ts';
import { GRACE_MS } from '../../../../core/sync/notification.ts';
import { attemptFailed, beginAttempt, NO_DOUBT, stepTaken } from '../../../../core/sync/sync-attempts.ts';
import type { SyncRecord } from '../../../../core/sync/sync-record.ts';
import { notified } from '../../../../core/sync/sync-requests.ts';
import { hubTable } from '../../support/hub-table.ts';
import { laptopOrder, laptopSync } from '../../support/requests.ts';

const hub = hubTable();
const ORG = laptopOrder.org_id;
const NOW = laptopSync.created_at + 1_000;
const INTEGRATION = `ORG#${ORG}#SYNC#sap`;

const inFlight = beginAttempt(
  laptopSync,
  { intent: 'create', revision: 1 },
  { owner: 'lease-1', until: NOW + 30_000, inDoubtUntil: NOW + 630_000 },
  NOW,
);
const synced = stepTaken(inFlight, { kind: 'done', document: { id: '4500012847' } }, NOW + 1);
const error = { code: 'sap.http_400', message: 'No supplier' } as const;
const failed = attemptFailed(inFlight, { state: 'failed', error, revision: 1 }, NO_DOUBT, NOW + 1);
const unknown = { ...failed, state: 'unknown' as const };

async function saveNew(record: SyncRecord = laptopSync): Promise<void> {
  await commit(hub.table, saveNewSyncRecord(record));
}
async function save(...records: readonly SyncRecord[]): Promise<void> {
  let seen = laptopSync;
  for (const record of records) {
    await commit(hub.table, [saveSyncRecord(seen, record)]);
    seen = record;
  }
}
function stored(): Promise<SyncRecord> {
  return loadSyncRecordByJob(hub.table, ORG, laptopSync.job_id);
}
async function due(nowMs: number): Promise<DueEntry[]> {
  const found: DueEntry[] = [];
  for (const partition of DUE_PARTITIONS) {
    for await (const page of queryDue(hub.table, partition, nowMs)) found.push(...page);
  }
  return found;
}
function other(number: number, changes: Partial<SyncRecord> = {}): SyncRecord {
  return { ...laptopSync, subject_id: `po_${number}`, job_id: `sync_${number}`, ...changes };
}

describe('the orders that are not settled', () => {
  it.each([
    ['open', [], true],
    ['failed', [inFlight, failed], true],
    ['unknown', [inFlight, unknown], true],
    ['synced', [inFlight, synced], false],
  ])('are those that are open or need attention: %s', async (_, records, isListed) => {
    await saveNew();
    await save(...records);
    expect(await queryUnsettledOrders(hub.table, ORG, 'sap')).toEqual(isListed ? [laptopOrder.id] : []);
    expect(await queryUnsettledOrders(hub.table, 'org_other', 'sap')).toEqual([]);
  });
});

describe('a sync record', () => {
  it('is read by its job, and with its order', async () => {
    await commit(hub.table, [saveNewOrder(laptopOrder), ...saveNewSyncRecord(laptopSync)]);
    expect(await stored()).toEqual(laptopSync);
    expect(await loadOrder(hub.table, ORG, laptopOrder.id)).toEqual({ order: laptopOrder, records: [laptopSync] });
  });

  it('is not found under an unknown job, or that of another organization', async () => {
    await saveNew();
    for (const [org, job] of [
      [ORG, 'sync_x'],
      ['org_other', laptopSync.job_id],
    ] as const) {
      await expect(loadSyncRecordByJob(hub.table, org, job)).rejects.toMatchObject({ code: 'sync_job.not_found' });
    }
  });

  it('is saved once, and only over what was read', async () => {
    await saveNew();
    await expect(saveNew()).rejects.toMatchObject({ code: 'conflict.version' });
    await save(inFlight);
    await expect(save(synced)).rejects.toMatchObject({ code: 'conflict.version' });
    expect(await stored()).toEqual(inFlight);
  });
});

describe('the index of due records', () => {
  it('has a record from a minute after its creation, and no longer once it is settled', async () => {
    await saveNew();
    expect(await due(NOW)).toEqual([]);
    const [entry, ...others] = await due(laptopSync.created_at + GRACE_MS + 1);
    expect(others).toEqual([]);
    if (!entry) throw new Error('no record is due');
    expect(entry).toMatchObject({ orgId: ORG, partner: 'sap' });
    expect(await findIndexedRecord(hub.table, entry.key)).toEqual(laptopSync);
    await save(inFlight, synced);
    expect(await due(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it('has the longest overdue first', async () => {
    const job = { job_id: laptopSync.job_id };
    for (const [number, due_at] of [
      [1, 3_000],
      [2, 999],
      [3, 20_000],
    ] as const) {
      await saveNew(other(number, { ...job, due_at }));
    }
    expect((await due(20_001)).map(({ key }) => key.pk.slice(-1))).toEqual(['2', '1', '3']);
    expect((await due(20_000)).map(({ key }) => key.pk.slice(-1))).toEqual(['2', '1']);
  });

  it('is spread over its shards', async () => {
    for (let number = 0; number < 40; number++) await saveNew(other(number));
    const sizes = await Promise.all(DUE_PARTITIONS.map((partition) => hub.indexed('gsi1', partition)));
    expect(sizes.flat()).toHaveLength(40);
    expect(sizes.filter(({ length }) => length > 0).length).toBeGreaterThan(4);
  });
});

describe('the index of an integration', () => {
  it.each([
    ['open', [], ['OPEN']],
    ['in flight', [inFlight], ['OPEN']],
    ['synced', [inFlight, synced], []],
    ['failed', [inFlight, failed], ['ATTENTION']],
    ['unknown', [inFlight, unknown], ['ATTENTION']],
    ['failed, with a revision to come', [inFlight, { ...failed, wanted_revision: 2 }], ['OPEN']],
  ])('has a record that is %s as %j', async (_, states, groups) => {
    await saveNew();
    await save(...states);
    const found = await hub.indexed('gsi2', INTEGRATION);
    expect(found.map((key) => String(key).split('#')[0])).toEqual(groups);
  });

  it('tells how many records are open, and since when', async () => {
    expect(await queryBacklog(hub.table, ORG, 'sap')).toEqual({ count: 0, oldestMs: undefined });
    await saveNew(other(1, { created_at: 7_000 }));
    await saveNew(other(2, { created_at: 999 }));
    await saveNew(other(3, { ...synced, subject_id: 'po_3', job_id: 'sync_3', created_at: 1 }));
    await saveNew(other(4, { org_id: 'org_other', created_at: 2 }));
    expect(await queryBacklog(hub.table, ORG, 'sap')).toEqual({ count: 2, oldestMs: 999 });
  });

  it('has what needs attention and matches, oldest first, up to a limit', async () => {
    for (const number of [3, 1, 2]) {
      const identity = { subject_id: `po_${number}`, job_id: `sync_${number}`, created_at: number };
      await saveNew({ ...(number === 2 ? unknown : failed), ...identity });
    }
    await saveNew(other(4));
    const page = async (limit: number, after?: string, state?: SyncRecord['state']) => {
      const place = { orgId: ORG, partner: 'sap', group: 'ATTENTION' } as const;
      const matches = (record: SyncRecord) => state === undefined || record.state === state;
      const { records, next } = await querySyncPage(hub.table, place, { limit, after }, matches);
      return { ids: records.map(({ job_id }) => job_id), next };
    };
    expect(await page(10)).toEqual({ ids: ['sync_1', 'sync_2', 'sync_3'], next: undefined });
    const { ids, next } = await page(2);
    expect(ids).toEqual(['sync_1', 'sync_2']);
    expect(await page(2, next)).toEqual({ ids: ['sync_3'], next: undefined });
    // However many others are older.
    expect(await page(1, undefined, 'unknown')).toMatchObject({ ids: ['sync_2'] });
    expect(await countAttention(hub.table, ORG, 'sap')).toBe(3);
  });
});

describe('a revision for a sync record', () => {
  it('makes a settled record due again', async () => {
    await saveNew();
    await save(inFlight, synced);
    await commit(hub.table, [saveRevision(synced, 2, NOW)]);
    expect(await stored()).toEqual({
      ...synced,
      wanted_revision: 2,
      due_at: NOW + GRACE_MS,
      version: synced.version + 1,
    });
    expect(await due(NOW + GRACE_MS + 1)).toHaveLength(1);
    expect(await hub.indexed('gsi2', INTEGRATION)).toHaveLength(1);
  });

  it('does not conflict with a consumer that saves the record meanwhile, whose save then finds it', async () => {
    await saveNew();
    await save(inFlight);
    await commit(hub.table, [saveRevision(laptopSync, 2, NOW)]);
    expect(await stored()).toEqual({
      ...inFlight,
      wanted_revision: 2,
      due_at: NOW + GRACE_MS,
      version: inFlight.version + 1,
    });
    await expect(commit(hub.table, [saveSyncRecord(inFlight, synced)])).rejects.toMatchObject({
      code: 'conflict.version',
    });
  });

  it('leaves an unknown record to the person who decides about it', async () => {
    await saveNew();
    await save(inFlight, unknown);
    await commit(hub.table, [saveRevision(unknown, 2, NOW)]);
    expect(await stored()).toEqual({ ...unknown, wanted_revision: 2, version: unknown.version + 1 });
    expect(await due(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it.each([
    ['becomes unknown meanwhile', [inFlight, unknown], inFlight],
    [
      'was unknown and is retried meanwhile',
      [inFlight, unknown, { ...notified(unknown, NOW), state: 'pending' as const }],
      unknown,
    ],
    ['does not exist', [], other(9)],
  ])('conflicts with a record that %s', async (_, states, seen) => {
    await saveNew();
    await save(...states);
    await expect(commit(hub.table, [saveRevision(seen, 2, NOW)])).rejects.toMatchObject({ code: 'conflict.version' });
  });
});
