import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DueItems } from '../../../../local/aws/due-items.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aDirectory } from './a-call.ts';

interface Item {
  readonly nextAt: number;
}

const NOW = Date.parse('2026-11-21T04:00:00Z');

describe('a store of due items', () => {
  let state: State;
  let due: DueItems<Item>;
  let runs: string[];
  let errors: unknown[];
  let run: (key: string) => Promise<void>;

  function open(): void {
    due = new DueItems<Item>({
      items: state.sublevel('items'),
      run: (key) => {
        runs.push(key);
        return run(key);
      },
      onError: (error) => errors.push(error),
      clock: Date.now,
    });
  }

  beforeEach(async () => {
    state = await openState(await aDirectory());
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now: NOW });
    [runs, errors] = [[], []];
    run = (key) => due.remove(key);
    open();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await due.close();
    await state.close();
  });

  it('runs an item when it is due, and not before', async () => {
    await due.put('a', { nextAt: NOW + 1_000 });
    jest.advanceTimersByTime(999);
    expect(runs).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(runs).toEqual(['a']);
  });

  it('runs the items that the last process left, but for removed ones', async () => {
    await due.put('a', { nextAt: NOW + 1_000 });
    await due.put('b', { nextAt: NOW + 1_000 });
    await due.remove('b');
    await due.close();
    open();
    await due.load();
    jest.advanceTimersByTime(1_000);
    expect(runs).toEqual(['a']);
  });

  it('reports a run that fails, and runs its item again after ten minutes', async () => {
    run = async () => {
      throw new Error('disk full');
    };
    await due.put('a', { nextAt: NOW });
    await jest.advanceTimersByTimeAsync(0);
    expect(errors).toEqual([new Error('disk full')]);
    await jest.advanceTimersByTimeAsync(599_999);
    expect(runs).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(1);
    expect(runs).toEqual(['a', 'a']);
  });

  it('waits for a run in progress when it closes, and starts no more', async () => {
    const finish = Promise.withResolvers<void>();
    run = () => finish.promise;
    await due.put('a', { nextAt: NOW });
    await due.put('b', { nextAt: NOW + 1_000 });
    jest.advanceTimersByTime(0);
    let closed = false;
    const closing = due.close().then(() => {
      closed = true;
    });
    jest.advanceTimersByTime(1_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect([runs, closed]).toEqual([['a'], false]);
    finish.resolve();
    await closing;
    expect(runs).toEqual(['a']);
  });
});
