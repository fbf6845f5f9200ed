import { describe, expect, it } from '@jest/globals';
import {
  advanced,
  ended,
  held,
  inNextScope,
  jobNotified,
  type RecordResult,
  released,
  withScopeFailed,
} from '../../../../core/pull/job.ts';
import { viewJob, viewNewJob } from '../../../../core/pull/job-view.ts';
import { aJob, NOW_MS } from './situation.ts';

const changed: RecordResult = { kind: 'changed' };
function failure(record: string): RecordResult {
  return { kind: 'failed', record, code: 'validation.failed', message: `${record} is wrong.` };
}

describe('a new job', () => {
  it('is shown as the procurement API documents it', () => {
    expect(viewNewJob(aJob())).toEqual({
      sync_job_id: 'sync_4kPmN8rT2wXq',
      erp_source: 'sap_s4hana',
      scope: 'full',
      status: 'queued',
      queued_at: 1708733500,
      estimated_entities: { vendors: 47, budgets: 12, purchase_orders: 186, catalogs: 324 },
    });
  });

  it('estimates what is in its scope only', () => {
    expect(viewNewJob(aJob('budgets')).estimated_entities).toEqual({ budgets: 12 });
  });
});

describe('a job under way', () => {
  it('is running also while it waits for its next message', () => {
    const waiting = released(held(aJob(), 'lease', NOW_MS + 1000), NOW_MS + 60_000, NOW_MS + 2000);
    expect(viewJob(waiting)).toMatchObject({ status: 'running', started_at: 1708733501, ended_at: null });
    expect(waiting).toMatchObject({ state: 'pending', lease_owner: null, next_attempt_at: NOW_MS + 60_000 });
    expect(waiting.due_at).toBeGreaterThan(NOW_MS + 60_000);
  });

  it('counts what each page led to, per scope', () => {
    const first = advanced(aJob(), { results: [changed, { kind: 'unchanged' }, failure('17300099')], next: 'b' });
    const second = advanced(first, { results: [changed], next: undefined });
    expect(second.progress).toEqual({ vendors: { seen: 4, changed: 2, unchanged: 1, failed: 1 } });
    expect(second.checkpoint).toEqual({ scope: 'vendors', cursor: null });
    expect(viewJob(second).errors).toEqual([{ scope: 'vendors', record: '17300099', message: '17300099 is wrong.' }]);
  });

  it('keeps a hundred errors, the reasons of its scopes among them, and counts all', () => {
    const results = Array.from({ length: 150 }, (_, index) => failure(String(index)));
    const job = withScopeFailed(advanced(aJob(), { results, next: undefined }), {
      code: 'sap.http_403',
      message: 'No.',
    });
    expect(job.errors.length).toBeLessThanOrEqual(100);
    expect(job.errors.at(-1)).toMatchObject({ record: null, code: 'sap.http_403' });
    expect(job.progress.vendors?.failed).toBe(150);
  });

  it('shortens a long message, as the job is one item', () => {
    const job = advanced(aJob(), {
      results: [{ kind: 'failed', record: '1', code: 'x', message: 'y'.repeat(9000) }],
      next: undefined,
    });
    expect(job.errors[0]?.message).toHaveLength(300);
  });

  it('shortens what a partner calls its records, so that it fits one item', () => {
    const results = Array.from({ length: 100 }, () => failure('9'.repeat(10_000)));
    const job = advanced(aJob(), { results, next: undefined });
    expect(Buffer.byteLength(JSON.stringify(job))).toBeLessThan(400_000);
  });

  it('goes through its scopes, budgets after the orders whose receipts they have', () => {
    const scopes = [];
    for (let job = aJob() as ReturnType<typeof inNextScope>; job; job = inNextScope(job))
      scopes.push(job.checkpoint.scope);
    expect(scopes).toEqual(['vendors', 'purchase_orders', 'budgets', 'catalogs']);
    expect(inNextScope(aJob('vendors'))).toBeUndefined();
  });
});

describe('a job that has ended', () => {
  it('is completed although records failed, and failed when a scope has ended early', () => {
    const withFailures = advanced(aJob('vendors'), { results: [failure('1')], next: undefined });
    expect(ended(withFailures, NOW_MS)).toMatchObject({ state: 'completed', due_at: null, ended_at: NOW_MS });
    expect(ended(withScopeFailed(aJob(), { code: 'x', message: 'y' }), NOW_MS)).toMatchObject({ state: 'failed' });
  });
});

describe('a job that the sweep notifies', () => {
  it('is anyone’s to carry, and the sweep waits twice as long each time', () => {
    const lost = held(aJob(), 'lease', NOW_MS);
    const once = jobNotified(lost, NOW_MS + 20_000);
    expect(once).toMatchObject({ state: 'pending', lease_owner: null, lease_until: 0, notifications: 1 });
    const twice = jobNotified(once, NOW_MS + 20_000);
    expect((twice.due_at ?? 0) - NOW_MS - 20_000).toBe(2 * ((once.due_at ?? 0) - NOW_MS - 20_000));
  });
});
