import { describe, expect, it } from '@jest/globals';
import { loadSyncRecordByJob, saveNewSyncRecord } from '../../../../core/store/sync-records.ts';
import { commit } from '../../../../core/store/write.ts';
import type { SyncRecord } from '../../../../core/sync/sync-record.ts';
import { getHealth } from '../../../../functions/management/routes/get-health.ts';
import { linkSyncRecord } from '../../../../functions/management/routes/link-sync-record.ts';
import { listSyncRecords } from '../../../../functions/management/routes/list-sync-records.ts';
import { retrySyncRecord } from '../../../../functions/management/routes/retry-sync-record.ts';
import { retrySyncs } from '../../../../functions/management/routes/retry-syncs.ts';
import { hubTable } from '../../support/hub-table.ts';
import { laptopSync } from '../../support/requests.ts';
import { callerOf } from './support.ts';

const hub = hubTable();
const NOW = laptopSync.created_at + 1000;
const call = callerOf(
  () => hub.table,
  () => [
    getHealth(hub.table),
    linkSyncRecord(hub.table),
    listSyncRecords(hub.table),
    retrySyncRecord(hub.table),
    retrySyncs(hub.table),
  ],
  () => NOW,
);
const LIST = 'GET /v1/sync/records';
const RETRY_ALL = 'POST /v1/sync/retry';
const MAPPING = 'mapping.cost_center_missing';

const jobId = (number: number) => `sync_${String(number).padStart(12, '0')}`;
async function given(number: number, changes: Partial<SyncRecord> = {}): Promise<SyncRecord> {
  const identity = { subject_id: `po_${number}`, job_id: jobId(number), created_at: laptopSync.created_at + number };
  const record = { ...laptopSync, ...identity, ...changes };
  await commit(hub.table, saveNewSyncRecord(record));
  return record;
}
function failed(code: string): Partial<SyncRecord> {
  const last_error = { code, message: 'Cost center CC-1 is not mapped.', at: NOW };
  return { state: 'failed', failed_revision: laptopSync.wanted_revision, due_at: null, last_error };
}
const unknown: Partial<SyncRecord> = { ...failed('sync.outcome_unknown'), state: 'unknown', failed_revision: null };
const inFlight: Partial<SyncRecord> = { state: 'in_flight', lease_until: NOW + 5000, lease_owner: 'lease_1' };
const idsOf = ({ data }: { data: { sync_job_id: string }[] }) => data.map(({ sync_job_id }) => sync_job_id);

describe('the list of what needs attention', () => {
  it('has failed and unknown syncs of the organization with what a person can do, oldest first, in pages', async () => {
    await given(3, failed(MAPPING));
    await given(1, unknown);
    await given(2);
    await given(4, { ...failed(MAPPING), org_id: 'org_other' });
    await given(5, failed('sync.link_failed'));
    const { status, body } = await call(LIST, { query: { limit: '2' } });
    expect([status, idsOf(body), body.has_more]).toEqual([200, [jobId(1), jobId(3)], true]);
    expect(body.data).toMatchObject([
      { status: 'unknown', action: expect.stringContaining('Look in SAP') },
      { status: 'failed', action: 'Add the mapping that last_error names, then retry.' },
    ]);
    const { body: last } = await call(LIST, { query: { limit: '2', cursor: body.next_cursor } });
    expect([idsOf(last), last.has_more, last.next_cursor]).toEqual([[jobId(5)], false, null]);
    expect(idsOf((await call(LIST, { query: { state: 'unknown' } })).body)).toEqual([jobId(1)]);
    const pending = (await call(LIST, { query: { state: 'pending', partner: 'sap' } })).body;
    expect([idsOf(pending), pending.data[0].action]).toEqual([[jobId(2)], 'Nothing: it goes on by itself.']);
  });

  it('has a change that waits under pending, although the one before it failed', async () => {
    await given(1, { ...failed(MAPPING), failed_revision: laptopSync.wanted_revision - 1, due_at: NOW });
    expect(idsOf((await call(LIST)).body)).toEqual([]);
    expect((await call(LIST, { query: { state: 'pending' } })).body.data).toMatchObject([{ status: 'pending' }]);
  });

  it.each([{ state: 'synced' }, { partner: 'acme' }, { limit: '0' }, { other: 'x' }])('rejects %j', async (query) => {
    expect(await call(LIST, { query })).toMatchObject({ status: 422 });
  });

  it('rejects a cursor of another list, also a forged one', async () => {
    await given(1, failed(MAPPING));
    await given(2, failed(MAPPING));
    const { body } = await call(LIST, { query: { limit: '1' } });
    const cursor: string = body.next_cursor;
    const [version, hash] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify([version, hash, `sap/OPEN#000000000000001#${jobId(1)}`]));
    const queries = [{ cursor, state: 'failed' }, { cursor: forged.toString('base64url') }, { cursor: 'x' }];
    for (const query of queries) expect((await call(LIST, { query })).body.code).toBe('cursor.invalid');
  });
});

describe('a retry by filter', () => {
  it('finds what matches behind a thousand that do not', async () => {
    for (let chunk = 0; chunk < 1050; chunk += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => given(chunk + index, failed('sap.http_400'))));
    }
    await given(2000, failed(MAPPING));
    const dry = await call(RETRY_ALL, { body: { code: MAPPING, dry_run: true } });
    expect(dry.body).toMatchObject({ count: 1, has_more: false, sync_job_ids: [jobId(2000)] });
    const { status, body } = await call(RETRY_ALL, { body: { code: MAPPING } });
    expect([status, body.count, idsOf(body)]).toEqual([202, 1, [jobId(2000)]]);
  }, 60_000);
});

describe('one sync', () => {
  const RETRY = 'POST /v1/sync/records/{id}/retry';
  const LINK = 'POST /v1/sync/records/{id}/link';

  it('is retried or linked when it needs attention', async () => {
    await given(1, failed(MAPPING));
    await given(2, unknown);
    expect(await call(RETRY, { params: { id: jobId(1) } })).toMatchObject({ status: 202, body: { status: 'pending' } });
    const linked = await call(LINK, { params: { id: jobId(2) }, body: { document_id: ' 4500012847 ' } });
    expect(linked).toMatchObject({ status: 202, body: { status: 'pending' } });
    expect(await loadSyncRecordByJob(hub.table, laptopSync.org_id, jobId(2))).toMatchObject({
      linked_document_id: '4500012847',
      notifications: 1,
    });
  });

  it('is left alone while it is in flight, done, or another organization’s', async () => {
    await given(1, inFlight);
    await given(2, { state: 'synced', synced_revision: laptopSync.wanted_revision, due_at: null });
    await given(3, { ...failed(MAPPING), org_id: 'org_other' });
    const codeOf = async (route: string, id: string) => {
      const body = route === LINK ? { document_id: '4500012847' } : {};
      const response = await call(route, { params: { id }, body });
      return [response.status, response.body.code];
    };
    expect(await codeOf(RETRY, jobId(1))).toEqual([409, 'sync.in_progress']);
    expect(await codeOf(LINK, jobId(1))).toEqual([409, 'sync.in_progress']);
    expect(await codeOf(RETRY, jobId(2))).toEqual([409, 'sync.nothing_to_retry']);
    expect(await codeOf(LINK, jobId(2))).toEqual([409, 'sync.not_linkable']);
    for (const route of [RETRY, LINK]) expect(await codeOf(route, jobId(3))).toEqual([404, 'sync_job.not_found']);
    expect(await loadSyncRecordByJob(hub.table, laptopSync.org_id, jobId(1))).toMatchObject({ version: 1 });
  });
});

describe('a retry of all that match', () => {
  it('says what it would do, and writes nothing then', async () => {
    for (let number = 1; number <= 12; number++) await given(number, failed(MAPPING));
    await given(20, failed('sap.http_400'));
    await given(21, unknown);
    const dry = await call(RETRY_ALL, { body: { code: MAPPING, dry_run: true } });
    const first = Array.from({ length: 10 }, (_, index) => jobId(index + 1));
    expect(dry).toEqual({ status: 200, body: { dry_run: true, count: 12, has_more: false, sync_job_ids: first } });
    expect(await loadSyncRecordByJob(hub.table, laptopSync.org_id, jobId(1))).toMatchObject({ state: 'failed' });
    const retried = await call(RETRY_ALL, { body: { code: MAPPING } });
    expect(retried).toMatchObject({ status: 202, body: { dry_run: false, count: 12, has_more: false } });
    expect(await loadSyncRecordByJob(hub.table, laptopSync.org_id, jobId(12))).toMatchObject({ notifications: 1 });
    expect((await call(RETRY_ALL, { body: { code: MAPPING } })).body.count).toBe(0);
    expect((await call(RETRY_ALL, { body: { dry_run: true } })).body.count).toBe(1);
    expect((await call(RETRY_ALL, { body: { state: 'unknown', partner: 'sap' } })).body.count).toBe(1);
  });

  it('takes 99 per call, also with an Idempotency-Key', async () => {
    for (let number = 1; number <= 101; number++) await given(number, failed(MAPPING));
    const headers = { 'idempotency-key': 'all' };
    const { body } = await call(RETRY_ALL, { body: {}, headers });
    expect([body.count, body.has_more]).toEqual([99, true]);
    expect((await call(RETRY_ALL, { body: {}, headers })).body).toEqual(body);
    expect((await call(RETRY_ALL, { body: {} })).body).toMatchObject({ count: 2, has_more: false });
  });
});

describe('the health of an organization', () => {
  it('is that of the partners that it uses, and of what needs attention', async () => {
    expect((await call('GET /v1/health')).body).toEqual({
      status: 'healthy',
      needs_attention: 0,
      integrations: [],
      subscriptions: [],
    });
    await given(1, failed(MAPPING));
    await given(2);
    expect((await call('GET /v1/health')).body).toMatchObject({
      status: 'paused',
      needs_attention: 1,
      integrations: [{ partner: 'sap', needs_attention: 1, backlog: 1, reason: 'SAP is not enabled.' }],
    });
  });
});
