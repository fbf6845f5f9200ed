import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Call, Crash, REMAINING_MS, situation } from './situation.ts';

describe('the sync machine', () => {
  it('creates the order once and gives the request its number', async () => {
    const s = situation();
    await s.settle();
    expect(s.orders).toHaveLength(1);
    expect(s.calledOperations).toEqual(['create']);
    expect(s.request).toMatchObject({ status: 'ordered', erp_po_number: 'PO-4500012847', version: 3 });
    expect(s.record).toMatchObject({
      state: 'synced',
      synced_version: 2,
      partner_document_id: '4500012847',
      lease_until: 0,
    });
  });

  it('ignores a repeated message', async () => {
    const s = situation();
    await s.settle();
    const before = s.record;
    expect(await s.deliver()).toEqual({ kind: 'done' });
    expect(s.record).toBe(before);
    expect(s.calledOperations).toEqual(['create']);
  });

  it.each<[Call]>([['lost-after'], ['crash-after'], ['lost-late'], ['crash-late']])(
    'finds its order after %s instead of creating another',
    async (call) => {
      const s = situation({ calls: [call] });
      await s.settle();
      expect(s.orders).toHaveLength(1);
      expect(s.calledOperations.filter((call) => call === 'create')).toHaveLength(1);
      expect(s.request.erp_po_number).toBe('PO-4500012847');
    },
  );

  it('searches without creating until a call that was cut off must have ended', async () => {
    const s = situation({ calls: ['lost-before'] });
    const outcome = await s.deliver();
    if (outcome.kind === 'retry') s.pass(outcome.afterMs);
    expect(await s.deliver()).toMatchObject({ kind: 'retry' });
    expect(s.calledOperations).toEqual(['create', 'find']);
    await s.settle();
    // It keeps searching, so that a late order is found early.
    expect(s.calledOperations.join(' ')).toMatch(/^create( find){3,} create$/);
    expect(s.orders).toHaveLength(1);
  });

  it.each([2_500, 5_500, 9_900])('finds the order of a call that ends during a search of %d ms', async (findMs) => {
    const s = situation({ calls: ['lost-late'], inDoubtMs: 120_000, lateMs: 119_500, findMs });
    await s.settle();
    expect(s.orders).toHaveLength(1);
    expect(s.calledOperations.filter((call) => call === 'create')).toHaveLength(1);
  });

  it('stays in doubt when a search fails in between', async () => {
    const s = situation({ calls: ['crash-late'], finds: ['down', 'down'] });
    await s.settle();
    expect(s.calledOperations.filter((call) => call === 'create')).toHaveLength(1);
    expect(s.orders).toHaveLength(1);
  });

  it('delays the message until the lease of another consumer ends', async () => {
    const s = situation({ calls: ['crash-before'] });
    await expect(s.deliver()).rejects.toThrow(Crash);
    expect(await s.deliver()).toEqual({ kind: 'retry', afterMs: REMAINING_MS + 1000 });
    expect(s.calledOperations).toEqual(['create']);
  });

  it('lets one of two concurrent consumers call', async () => {
    const s = situation();
    const outcomes = await Promise.all([s.deliver(), s.deliver()]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'retry']);
    expect(s.calledOperations).toEqual(['create']);
  });

  it.each<[Call]>([['lost-after'], ['crash-before'], ['crash-after']])(
    'creates no second document after %s at a partner that cannot be searched',
    async (call) => {
      const s = situation({ searchable: false, calls: [call] });
      await s.settle();
      expect(s.record).toMatchObject({ state: 'unknown', last_error: { code: 'sync.outcome_unknown' } });
      expect(s.calledOperations).toEqual(['create']);
    },
  );

  it('ends with exactly one order, and its number on the request, after any sequence of failures', async () => {
    const call = fc.constantFrom<Call>(
      'busy',
      'down',
      'lost-before',
      'lost-after',
      'lost-late',
      'crash-before',
      'crash-after',
      'crash-late',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { maxLength: 25 }),
        fc.array(fc.constantFrom<Call>('ok', 'down')),
        fc.integer({ min: 0, max: 10_000 }),
        async (calls, finds, findMs) => {
          const s = situation({ calls, finds, findMs });
          await s.settle();
          expect(s.orders).toHaveLength(1);
          expect(s.request).toMatchObject({ status: 'ordered', erp_po_number: `PO-${s.orders[0]}` });
        },
      ),
      { numRuns: 200 },
    );
  });
});
