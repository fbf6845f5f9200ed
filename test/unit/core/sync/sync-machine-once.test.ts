import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Call, Crash } from './calls.ts';
import { REMAINING_MS, situation } from './situation.ts';

function countOf(calls: readonly string[], operation: string): number {
  return calls.filter((call) => call === operation).length;
}

describe('the sync machine', () => {
  it('creates the document once, and the subject learns its number', async () => {
    const s = situation();
    await s.settle();
    expect(s.documents).toHaveLength(1);
    expect(s.calledOperations).toEqual(['create']);
    expect(s.subject.number).toBe('4500012847');
    expect(s.record).toMatchObject({
      state: 'synced',
      synced_revision: 1,
      partner_document_id: '4500012847',
      lease_until: 0,
      due_at: null,
    });
    expect(s.integration).toMatchObject({ failures: 0, in_flight: {} });
  });

  it('ignores a repeated message', async () => {
    const s = situation();
    await s.settle();
    const before = s.record;
    expect(await s.deliver()).toEqual({ kind: 'done' });
    expect(s.record).toBe(before);
    expect(s.calledOperations).toEqual(['create']);
  });

  it.each<[Call]>([['lost-after'], ['crash-after'], ['lost-late'], ['crash-late'], ['crash-after-save']])(
    'finds its document after %s instead of creating another, and compares its content',
    async (call) => {
      const s = situation({ calls: [call] });
      await s.settle();
      expect(s.documents).toHaveLength(1);
      expect(countOf(s.calledOperations, 'create')).toBe(1);
      expect(s.subject.number).toBe('4500012847');
    },
  );

  it('searches without creating until a call that was cut off must have ended', async () => {
    const s = situation({ calls: ['lost-before'] });
    const outcome = await s.deliver();
    if (outcome.kind === 'retry') s.pass(outcome.afterMs);
    expect(await s.deliver()).toMatchObject({ kind: 'retry' });
    expect(s.calledOperations).toEqual(['create', 'find']);
    await s.settle();
    // It keeps searching, so that a late document is found early.
    expect(s.calledOperations.join(' ')).toMatch(/^create( find){3,} create$/);
    expect(s.documents).toHaveLength(1);
  });

  it.each([2_500, 5_500, 9_900])('finds the document of a call that ends during a search of %d ms', async (lookMs) => {
    const s = situation({ calls: ['lost-late'], inDoubtMs: 120_000, lateMs: 119_500, lookMs });
    await s.settle();
    expect(s.documents).toHaveLength(1);
    expect(countOf(s.calledOperations, 'create')).toBe(1);
  });

  it('stays in doubt when a search fails in between', async () => {
    const s = situation({ calls: ['crash-late'], looks: ['down', 'down'] });
    await s.settle();
    expect(countOf(s.calledOperations, 'create')).toBe(1);
    expect(s.documents).toHaveLength(1);
  });

  it('delays the message until the lease of another consumer ends', async () => {
    const s = situation({ calls: ['crash-before'] });
    await expect(s.deliver()).rejects.toThrow(Crash);
    expect(await s.deliver()).toEqual({ kind: 'retry', afterMs: REMAINING_MS + 5000 });
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
      expect(s.record).toMatchObject({ state: 'unknown', last_error: { code: 'sync.outcome_unknown' }, due_at: null });
      expect(s.calledOperations).toEqual(['create']);
    },
  );
});

const PASSING = ['busy', 'down', 'not-sent'] as const;
const DOUBTFUL = [
  'lost-before',
  'lost-after',
  'lost-late',
  'crash-before',
  'crash-after',
  'crash-late',
  'crash-after-save',
] as const;
const call = fc.constantFrom<Call>(...PASSING, ...DOUBTFUL);
const changes = fc.dictionary(fc.integer({ min: 1, max: 8 }).map(String), fc.constantFrom('change', 'cancel'), {
  maxKeys: 4,
});

describe('any partner that can be searched', () => {
  it('ends with one document in its last revision, whatever fails and whatever changes meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { maxLength: 25 }),
        fc.array(fc.constantFrom<Call>('ok', 'down')),
        fc.integer({ min: 0, max: 10_000 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        changes,
        async (calls, looks, lookMs, pages, polls, during) => {
          const s = situation({ calls, looks, lookMs, pages, polls, changes: during });
          await s.settle();
          // Its late effects.
          s.pass(60_000);
          await s.sweep();
          s.changeSubject('change');
          await s.settle();
          expect(s.record).toMatchObject({ state: 'synced', synced_revision: s.subject.revision, in_doubt: false });
          expect(s.documents.length).toBeLessThanOrEqual(1);
          const [document] = s.documents;
          if (s.subject.wanted)
            expect(document).toMatchObject({ revision: s.subject.revision, pages, cancelled: false });
          else expect(document?.cancelled ?? true).toBe(true);
          expect(s.subject.number).toBe(document?.id ?? null);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('any partner that cannot be searched', () => {
  it('never gets a document twice: what is in doubt waits for a person, all else is repeated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 8 }), changes, async (calls, during) => {
        const s = situation({ searchable: false, calls, changes: during });
        await s.settle();
        expect(s.documents.length).toBeLessThanOrEqual(1);
        const isInDoubt = calls.some((one) => DOUBTFUL.some((doubtful) => doubtful === one));
        if (!isInDoubt) expect(s.record.state).toBe('synced');
        expect(['synced', 'unknown']).toContain(s.record.state);
      }),
      { numRuns: 300 },
    );
  });
});
