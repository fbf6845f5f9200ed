import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Job } from '../../../../core/pull/job.ts';
import { createPullMachine } from '../../../../core/pull/pull-machine.ts';
import type { PulledScope } from '../../../../core/pull/pull-store.ts';
import type { PullPosition, ScopePull } from '../../../../core/pull/puller.ts';
import { IntegrationError, PermanentError, RetryableError } from '../../../../core/sync/errors.ts';
import { type IntegrationState, NEW_INTEGRATION_STATE, paused } from '../../../../core/sync/integration-state.ts';
import { aJob, NOW_MS } from './situation.ts';

const LIMITS = { requestsPerSecond: 20, maxInFlight: 4, inDoubtMs: 1000 };
const CRASH = new Error('killed');

/** A partner with pages per scope, the table, and what was read. `fail` runs before each page and each save. */
function situation({ pages = 3, job = aJob('vendors'), tickMs = 100 } = {}) {
  const table = { job, integration: NEW_INTEGRATION_STATE as IntegrationState, pulled: [] as PulledScope[] };
  const world = {
    now: NOW_MS,
    reads: [] as string[],
    positions: [] as PullPosition[],
    applied: new Set<string>(),
    waits: [] as number[],
    /** Scopes whose partner returns its first page, whatever page is asked for. */
    repeats: new Set<string>(),
    fail: (_at: 'read' | 'apply' | 'save'): void => {},
  };
  const scopeOf = (scope: string): ScopePull => ({
    async read(position) {
      world.now += tickMs;
      const page = world.repeats.has(scope) ? 0 : Number(position.cursor ?? 0);
      world.reads.push(`${scope} ${page}`);
      world.positions.push(position);
      world.fail('read');
      return {
        ...(page + 1 < pages ? { next: String(page + 1) } : { since: 'the end' }),
        async apply() {
          world.applied.add(`${scope} ${page}`);
          world.fail('apply');
          return [{ kind: 'changed' }];
        },
      };
    },
  });
  const pull = createPullMachine({
    port: {
      scopes: {
        vendors: scopeOf('vendors'),
        budgets: scopeOf('budgets'),
        purchase_orders: scopeOf('purchase_orders'),
        catalogs: scopeOf('catalogs'),
      },
      limitsOf: async () => {
        world.fail('read');
        return LIMITS;
      },
    },
    store: {
      loadJob: async (_, id) => (table.job.id === id ? table.job : undefined),
      async saveJob(seen, next, pulled) {
        world.fail('save');
        if (table.job.version !== seen.version) return false;
        table.job = next;
        if (pulled) table.pulled.push(pulled);
        return true;
      },
      loadSince: async () => 'the last end',
      loadIntegration: async () => table.integration,
      async saveIntegration(_, seen, next) {
        if (table.integration.version !== seen.version) return false;
        table.integration = { ...next, version: seen.version + 1 };
        return true;
      },
    },
    clock: () => world.now,
    random: () => 0.5,
    wait: async (milliseconds) => {
      world.waits.push(milliseconds);
      world.now += milliseconds;
    },
    newLeaseOwner: () => `lease_${world.reads.length}`,
  });
  return { table, world, run: (remainingMs = 30_000) => pull(table.job.org_id, table.job.id, remainingMs) };
}

/** Fails the first calls of `fail`. */
function failing(error: Error, times = 1) {
  let left = times;
  return (at: string): void => {
    if (at === 'read' && left-- > 0) throw error;
  };
}
const down = new RetryableError('sap.http_503', 'SAP returned 503.', { effect: 'none', partnerDown: true });

describe('the pull machine', () => {
  it('carries a job through its scopes, page by page', async () => {
    const { table, world, run } = situation({ pages: 2, job: aJob('full') });
    expect(await run()).toEqual({ kind: 'done' });
    expect(world.reads).toEqual(
      ['vendors', 'purchase_orders', 'budgets', 'catalogs'].flatMap((scope) => [`${scope} 0`, `${scope} 1`]),
    );
    expect(table.job).toMatchObject({ state: 'completed', progress: { catalogs: { seen: 2, changed: 2 } } });
    expect(table.pulled.map(({ scope, seen, since }) => [scope, seen, since])[0]).toEqual(['vendors', 2, 'the end']);
    expect(table.integration).toMatchObject({ in_flight: {}, last_success_at: expect.any(Number) });
  });

  it('begins where the last complete pull of the scope has ended, and asks no page for that again', async () => {
    const { world, run } = situation({ pages: 2 });
    await run();
    expect(world.positions.map(({ cursor, since }) => [cursor, since])).toEqual([
      [undefined, 'the last end'],
      ['1', undefined],
    ]);
  });

  it('goes on by a message when half of the time is over', async () => {
    const { table, world, run } = situation({ pages: 10, tickMs: 4000 });
    expect(await run()).toEqual({ kind: 'retry', afterMs: 0 });
    expect(world.reads).toHaveLength(4);
    expect(table.job).toMatchObject({ state: 'pending', lease_owner: null, checkpoint: { cursor: '4' } });
    while ((await run()).kind === 'retry');
    expect(new Set(world.reads).size).toBe(10);
    expect(world.reads).toHaveLength(10);
  });

  it('leaves alone a job that another consumer carries, that has ended, or that does not exist', async () => {
    for (const job of [
      aJob('vendors', { state: 'in_flight', lease_until: NOW_MS + 1 }),
      aJob('vendors', { state: 'completed' }),
    ]) {
      const { world, run } = situation({ job });
      expect(await run()).toEqual({ kind: 'done' });
      expect(world.reads).toEqual([]);
    }
  });

  it('stops when another consumer has gone on meanwhile', async () => {
    const { table, world, run } = situation();
    world.fail = (at) => {
      if (at === 'apply') table.job = { ...table.job, version: table.job.version + 1 };
    };
    expect(await run()).toEqual({ kind: 'done' });
    expect(world.reads).toEqual(['vendors 0']);
  });

  it('keeps to the partner’s rate', async () => {
    const { world, run } = situation({ pages: 40, tickMs: 1 });
    await run();
    // The first second's share may go at once; then a page each 50 ms.
    expect(world.now - NOW_MS).toBeGreaterThan(900);
    expect(Math.max(...world.waits)).toBeLessThanOrEqual(100);
  });

  it('reads a page again after a failure that passes, later each time, and then goes on', async () => {
    const { table, world, run } = situation();
    world.fail = failing(down, 2);
    const first = await run();
    expect(first).toMatchObject({ kind: 'retry' });
    expect(table.job).toMatchObject({ state: 'pending', attempts: 1 });
    expect(await run()).toMatchObject({ kind: 'retry' });
    world.now = table.job.next_attempt_at;
    await run();
    world.now = table.job.next_attempt_at;
    expect(await run()).toEqual({ kind: 'done' });
    expect(table.job).toMatchObject({ state: 'completed', attempts: 0, progress: { vendors: { seen: 3 } } });
  });

  it('gives up after some attempts, in words', async () => {
    const { table, world, run } = situation();
    world.fail = failing(down, 100);
    for (let attempt = 0; attempt < 40 && table.job.state === 'pending'; attempt++) {
      await run();
      world.now = Math.max(table.job.next_attempt_at, table.integration.open_until) + 1;
    }
    expect(table.job).toMatchObject({
      state: 'failed',
      errors: [{ scope: 'vendors', record: null, message: 'After 12 attempts: SAP returned 503.' }],
    });
  });

  it('gives up a page that never ends within an invocation', async () => {
    const { table, world, run } = situation();
    world.fail = failing(
      new RetryableError('sync.out_of_time', 'Out of time.', { effect: 'none', partnerDown: true }),
      100,
    );
    for (let attempt = 0; attempt < 40 && table.job.state === 'pending'; attempt++) {
      await run();
      world.now = Math.max(table.job.next_attempt_at, world.now);
    }
    expect(table.job).toMatchObject({ state: 'failed', errors: [{ record: null, code: 'sync.out_of_time' }] });
  });

  it('ends a scope whose partner returns the same page again', async () => {
    const { table, world, run } = situation({ pages: 2, job: aJob('full') });
    world.repeats.add('purchase_orders');
    for (let turn = 0; turn < 10 && table.job.state === 'pending'; turn++) await run();
    expect(table.job).toMatchObject({
      state: 'failed',
      errors: [{ scope: 'purchase_orders', record: null, code: 'sync.page_repeated' }],
      progress: { catalogs: { seen: 2 } },
    });
    expect(table.pulled.map(({ scope }) => scope)).not.toContain('purchase_orders');
  });

  it('waits while the breaker is open, without an attempt', async () => {
    const { table, world, run } = situation();
    table.integration = { ...NEW_INTEGRATION_STATE, open_until: NOW_MS + 5000 };
    expect(await run()).toEqual({ kind: 'retry', afterMs: 5500 });
    expect(table.job.attempts).toBe(0);
    expect(world.reads).toEqual([]);
  });

  it('fails at once while the integration is paused, with the reason', async () => {
    const { table, run } = situation();
    table.integration = paused(NEW_INTEGRATION_STATE, { code: 'sap.unauthorized', message: 'Wrong password.' }, NOW_MS);
    expect(await run()).toEqual({ kind: 'needs_attention', code: 'sap.unauthorized' });
    expect(table.job).toMatchObject({ state: 'failed', errors: [{ message: 'Wrong password.' }] });
  });

  it.each(['limits', 'page'])('pauses the integration and fails for what every page would meet (%s)', async (where) => {
    const { table, world, run } = situation();
    let calls = where === 'limits' ? 0 : -1;
    world.fail = (at) => {
      if (at === 'read' && calls++ === 0) throw new IntegrationError('sap.unauthorized', 'Wrong password.');
    };
    expect(await run()).toEqual({ kind: 'needs_attention', code: 'sap.unauthorized' });
    expect(table.integration.paused).toMatchObject({ code: 'sap.unauthorized' });
    expect(table.job).toMatchObject({ state: 'failed' });
  });

  it('ends a scope that the partner rejects, and goes on with the others', async () => {
    const { table, world, run } = situation({ pages: 1, job: aJob('full') });
    world.fail = oncePer('purchase_orders 0', world, new PermanentError('sap.http_403', 'No service.'));
    expect(await run()).toEqual({ kind: 'needs_attention', code: 'sap.http_403' });
    expect(world.reads).toEqual(['vendors 0', 'purchase_orders 0', 'budgets 0', 'catalogs 0']);
    expect(table.job).toMatchObject({
      state: 'failed',
      errors: [{ scope: 'purchase_orders', record: null, message: 'No service.' }],
      progress: { catalogs: { seen: 1 } },
    });
    expect(table.pulled.map(({ scope }) => scope)).not.toContain('purchase_orders');
  });

  it('reports a defect of the hub by failing the message, and is carried again', async () => {
    const { table, world, run } = situation();
    world.fail = failing(new TypeError('a defect'));
    await expect(run()).rejects.toThrow('a defect');
    expect(table.job).toMatchObject({ state: 'pending', attempts: 1 });
    world.now = table.job.next_attempt_at;
    expect(await run()).toEqual({ kind: 'done' });
  });

  it('ends completed however often it is killed, and reads each page once more per kill at most', async () => {
    const kills = fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(kills, async (moments) => {
        const { table, world, run } = situation({ pages: 4, job: aJob('full') });
        let killed = 0;
        for (const moment of [...moments, Number.POSITIVE_INFINITY]) {
          let step = 0;
          world.fail = () => {
            // Nothing happens any more after a kill.
            if (step++ >= moment) throw CRASH;
          };
          const before: Job = table.job;
          await run().catch((error: unknown) => {
            if (error !== CRASH) throw error;
            killed++;
          });
          // Its lease ends, and the sweep notifies.
          if (moment !== Number.POSITIVE_INFINITY) table.job = { ...table.job, lease_until: 0, next_attempt_at: 0 };
          expect(table.job.version).toBeGreaterThanOrEqual(before.version);
          if (table.job.state === 'completed') break;
        }
        expect(table.job).toMatchObject({ state: 'completed', errors: [] });
        expect(world.applied.size).toBe(16);
        expect(world.reads.length).toBeLessThanOrEqual(16 + killed);
        for (const progress of Object.values(table.job.progress)) expect(progress?.seen).toBe(4);
      }),
      { numRuns: 200 },
    );
  });
});

/** Fails once this page was read. */
function oncePer(page: string, world: { readonly reads: readonly string[] }, error: Error) {
  let hasFailed = false;
  return (at: string): void => {
    if (at !== 'read' || hasFailed || world.reads.at(-1) !== page) return;
    hasFailed = true;
    throw error;
  };
}
