import { describe, expect, it } from '@jest/globals';
import { type Call, situation } from './situation.ts';

describe('the sync machine', () => {
  it('releases the record, records the failure and fails the message when the hub fails', async () => {
    const s = situation({ calls: ['broken'] });
    await expect(s.deliver()).rejects.toThrow('a defect');
    expect(s.record).toMatchObject({ state: 'pending', lease_until: 0, last_error: { code: 'hub.internal_error' } });
    await s.settle();
    expect(s.orders).toHaveLength(1);
  });

  it('records a permanent failure and retries it only when a person requests that', async () => {
    const s = situation({ calls: ['rejected'] });
    await s.settle();
    expect(s.record).toMatchObject({
      state: 'failed',
      last_error: { code: 'sap.http_400', message: 'Supplier 42 does not exist' },
    });
    expect(s.request.status).toBe('approved');
    expect(await s.deliver()).toEqual({ kind: 'done' });
    s.retry();
    await s.settle();
    expect(s.calledOperations).toEqual(['create', 'find', 'create']);
    expect(s.request.status).toBe('ordered');
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
    const creates = s.calledOperations.filter((call) => call === 'create').length;
    expect(creates).toBe(21);
    expect(s.orders).toHaveLength(1);
  });

  it('retries at a partner that cannot be searched after a failure without effect', async () => {
    const s = situation({ searchable: false, calls: ['down', 'busy'] });
    await s.settle();
    expect(s.orders).toHaveLength(1);
  });

  it('gives a retry that a person requests a full allowance of attempts', async () => {
    const s = situation({ calls: Array<Call>(103).fill('down') });
    await s.settle();
    expect(s.record).toMatchObject({ state: 'failed', attempts: 100 });
    s.retry();
    await s.settle();
    expect(s.record).toMatchObject({ state: 'synced', attempts: 104 });
    expect(s.orders).toHaveLength(1);
  });

  it.each([true, false])(
    'is not in doubt when the order could not be prepared (searchable: %s)',
    async (searchable) => {
      const s = situation({ searchable, failingPreparations: 1 });
      await expect(s.deliver()).rejects.toThrow('no table');
      expect(s.record).toMatchObject({ state: 'pending', in_doubt: false, in_doubt_until: 0 });
      await s.settle();
      expect(s.record.state).toBe('synced');
      expect(s.orders).toHaveLength(1);
    },
  );

  it('waits as long as the integration says for a call that the partner completes late', async () => {
    const s = situation({ calls: ['lost-late'], inDoubtMs: 90_000, lateMs: 45_000 });
    await s.settle();
    expect(s.orders).toHaveLength(1);
    expect(s.calledOperations.filter((call) => call === 'create')).toHaveLength(1);
    // The create, and the search that found its order.
    expect(s.record).toMatchObject({ state: 'synced', attempts: 2 });
  });

  it('searches at most forty times while one call is in doubt, and none of the searches is an attempt', async () => {
    const s = situation({ calls: ['lost-before'], inDoubtMs: 600_000 });
    await s.settle();
    const searches = s.calledOperations.filter((call) => call === 'find').length;
    expect(searches).toBeGreaterThan(20);
    expect(searches).toBeLessThanOrEqual(42);
    expect(s.record.attempts).toBe(2);
    expect(s.orders).toHaveLength(1);
  });
});
