import { describe, expect, it } from '@jest/globals';
import { resumed } from '../../../../core/sync/integration-state.ts';
import type { Call } from './calls.ts';
import { situation } from './situation.ts';

function countOf(calls: readonly string[], operation: string): number {
  return calls.filter((call) => call === operation).length;
}

describe('the sync machine', () => {
  it('releases the record, records the failure and fails the message when the hub fails', async () => {
    const s = situation({ calls: ['broken'] });
    await expect(s.deliver()).rejects.toThrow('a defect');
    expect(s.record).toMatchObject({ state: 'pending', lease_until: 0, last_error: { code: 'hub.internal_error' } });
    expect(s.integration.in_flight).toEqual({});
    await s.settle();
    expect(s.documents).toHaveLength(1);
  });

  it('records a permanent failure and retries it only when a person requests that', async () => {
    const s = situation({ calls: ['rejected'] });
    await s.settle();
    expect(s.record).toMatchObject({
      state: 'failed',
      last_error: { code: 'sap.http_400', message: 'Supplier 42 does not exist' },
      due_at: null,
    });
    expect(await s.deliver()).toEqual({ kind: 'done' });
    s.retry();
    await s.settle();
    expect(s.calledOperations).toEqual(['create', 'find', 'create']);
    expect(s.record.state).toBe('synced');
  });

  it('records a failure once although the subject has changed since the step in doubt', async () => {
    const s = situation({ calls: ['lost-before'], looks: Array<Call>(50).fill('rejected') });
    await s.deliver();
    s.changeSubject('change');
    await s.settle();
    expect(s.calledOperations).toEqual(['create', 'find']);
    expect(s.record).toMatchObject({ state: 'failed', in_doubt: true, due_at: null });
  });

  it('records a failure once although the subject has changed since the first of many steps', async () => {
    const s = situation({ pages: 2, calls: ['ok', ...Array<Call>(50).fill('rejected')], changes: { 1: 'change' } });
    await s.settle();
    expect(s.calledOperations).toEqual(['create', 'page 2']);
    expect(s.record).toMatchObject({ state: 'failed', due_at: null });
  });

  it('tries again after a permanent failure when the subject changes', async () => {
    const s = situation({ calls: ['rejected'] });
    await s.settle();
    s.changeSubject('change');
    await s.settle();
    expect(s.record).toMatchObject({ state: 'synced', synced_revision: 2 });
  });

  it('needs no call for a subject that is cancelled before the partner has it', async () => {
    const s = situation({ calls: ['rejected'] });
    await s.settle();
    s.changeSubject('cancel');
    await s.settle();
    expect(s.calledOperations).toEqual(['create']);
    expect(s.record).toMatchObject({ state: 'synced', synced_revision: 2, partner_document_id: null });
  });

  it('waits for the partner’s Retry-After', async () => {
    const s = situation({ calls: ['busy'] });
    expect(await s.deliver()).toEqual({ kind: 'retry', afterMs: 2000 });
    s.pass(1999);
    expect(await s.deliver()).toEqual({ kind: 'retry', afterMs: 1 });
    expect(s.calledOperations).toEqual(['create']);
  });

  it('probes a partner that stays down', async () => {
    const s = situation({ calls: Array<Call>(20).fill('down') });
    await s.settle();
    expect(countOf(s.calledOperations, 'create')).toBe(21);
    expect(s.documents).toHaveLength(1);
  });

  it.each<[Call[]]>([[['down', 'busy']], [['not-sent', 'not-sent']]])(
    'retries at a partner that cannot be searched after %j, which had no effect',
    async (calls) => {
      const s = situation({ searchable: false, calls });
      await s.settle();
      expect(s.record.state).toBe('synced');
      expect(s.documents).toHaveLength(1);
    },
  );

  it('does not count an attempt that was not sent', async () => {
    const s = situation({ calls: Array<Call>(150).fill('not-sent') });
    await s.settle();
    expect(s.record).toMatchObject({ state: 'synced', attempts: 1 });
  });

  it('gives a retry that a person requests a full allowance of attempts', async () => {
    const s = situation({ calls: Array<Call>(103).fill('down') });
    await s.settle();
    expect(s.record).toMatchObject({ state: 'failed', attempts: 100 });
    s.retry();
    await s.settle();
    expect(s.record).toMatchObject({ state: 'synced', attempts: 104 });
    expect(s.documents).toHaveLength(1);
  });

  it.each([true, false])('is not in doubt when the work could not be planned (searchable: %s)', async (searchable) => {
    const s = situation({ searchable, failingPlans: 1 });
    await expect(s.deliver()).rejects.toThrow('no table');
    expect(s.record).toMatchObject({ state: 'pending', in_doubt: false, in_doubt_until: 0 });
    await s.settle();
    expect(s.record.state).toBe('synced');
    expect(s.documents).toHaveLength(1);
  });

  it('waits as long as the integration says for a call that the partner completes late', async () => {
    const s = situation({ calls: ['lost-late'], inDoubtMs: 90_000, lateMs: 45_000 });
    await s.settle();
    expect(s.documents).toHaveLength(1);
    expect(countOf(s.calledOperations, 'create')).toBe(1);
    expect(s.record.state).toBe('synced');
  });

  it('searches at most forty times while one call is in doubt, and none of the searches is an attempt', async () => {
    const s = situation({ calls: ['lost-before'], inDoubtMs: 600_000 });
    await s.settle();
    const searches = countOf(s.calledOperations, 'find');
    expect(searches).toBeGreaterThan(20);
    expect(searches).toBeLessThanOrEqual(42);
    expect(s.record.attempts).toBe(2);
    expect(s.documents).toHaveLength(1);
  });

  it('carries a change that comes after a lost one only when the lost one cannot arrive any more', async () => {
    const s = situation({ calls: ['ok', 'lost-late'] });
    await s.settle();
    s.changeSubject('change');
    await s.deliver();
    s.changeSubject('change');
    await s.settle();
    s.pass(60_000);
    expect(s.documents).toMatchObject([{ revision: 3 }]);
    expect(s.record).toMatchObject({ state: 'synced', synced_revision: 3 });
  });
});

describe('a failure of the integration', () => {
  it('pauses the integration once, and the record waits without a failure of its own', async () => {
    const s = situation({ calls: ['unauthorized'] });
    expect(await s.deliver()).toEqual({ kind: 'needs_attention', code: 'sap.unauthorized' });
    expect(s.integration.paused).toMatchObject({ code: 'sap.unauthorized', message: 'wrong password' });
    expect(s.record).toMatchObject({ state: 'pending', attempts: 0, in_doubt: false });
    expect(await s.deliver()).toEqual({ kind: 'paused' });
    expect(s.calledOperations).toEqual(['create']);
  });

  it('ends with a resume and the sweep', async () => {
    const s = situation({ calls: ['unauthorized'] });
    await s.settle();
    s.integration = { ...resumed(s.integration, s.record.updated_at), version: s.integration.version };
    await s.sweep();
    expect(s.record.state).toBe('synced');
    expect(s.integration).toMatchObject({ paused: null, failures: 0 });
  });
});

describe('the sweep', () => {
  it('brings a record back whose message is lost', async () => {
    const s = situation({ calls: ['busy'] });
    await s.deliver();
    await s.sweep();
    expect(s.record).toMatchObject({ state: 'synced', due_at: null });
  });

  it('finds no record that needs a person, and none that is up to date', async () => {
    const failed = situation({ calls: ['rejected'] });
    await failed.settle();
    const synced = situation();
    await synced.settle();
    expect([failed.record.due_at, synced.record.due_at]).toEqual([null, null]);
  });
});

describe('a document that a person links', () => {
  it('is checked at the partner, and the subject learns it', async () => {
    const s = situation({ searchable: false, calls: ['lost-before'] });
    await s.settle();
    s.link('4500099999');
    await s.settle();
    expect(s.record).toMatchObject({ state: 'synced', partner_document_id: '4500099999', in_doubt: false });
    expect(s.subject.number).toBe('4500099999');
    expect(s.calledOperations).toEqual(['create', 'read link']);
  });

  it('leaves the doubt as it was when the partner does not have it', async () => {
    const s = situation({ searchable: false, calls: ['lost-before'] });
    await s.settle();
    s.link('missing');
    await s.settle();
    expect(s.record).toMatchObject({
      state: 'failed',
      in_doubt: true,
      intent: 'create',
      last_error: { code: 'sync.link_failed', message: expect.stringContaining('not found') },
    });
    s.retry();
    await s.settle();
    expect(s.record.state).toBe('unknown');
    expect(s.documents).toHaveLength(0);
  });

  it('leaves the doubt as it was when the partner was busy before it does not have it', async () => {
    const s = situation({ calls: ['lost-after'], looks: ['rejected', 'busy'] });
    await s.settle();
    expect(s.record).toMatchObject({ state: 'failed', in_doubt: true, intent: 'create' });
    s.link('missing');
    await s.settle();
    expect(s.record).toMatchObject({ state: 'failed', in_doubt: true, intent: 'create' });
    s.retry();
    await s.settle();
    expect(countOf(s.calledOperations, 'create')).toBe(1);
    expect(s.documents).toHaveLength(1);
  });

  it('is cancelled at the partner when the subject is', async () => {
    const s = situation({ calls: ['rejected', 'ok'] });
    await s.settle();
    s.link('4500099999');
    s.changeSubject('cancel');
    await s.settle();
    expect(s.documents).toMatchObject([{ id: '4500099999', cancelled: true }]);
  });
});

describe('an unknown outcome', () => {
  it('stays with the person although the subject changes, and a retry says that the partner has nothing', async () => {
    const s = situation({ searchable: false, calls: ['lost-before'] });
    await s.settle();
    s.changeSubject('change');
    expect(await s.deliver()).toEqual({ kind: 'done' });
    s.retry();
    await s.settle();
    expect(s.record).toMatchObject({ state: 'synced', synced_revision: 2 });
    expect(s.documents).toHaveLength(1);
  });
});
