import { describe, expect, it } from '@jest/globals';
import { createWriteQueue } from '../../../local/write-queue.ts';

/** A queue whose batches end when the test says so. */
function controlledQueue() {
  const batches: { readonly changes: readonly string[]; readonly done: PromiseWithResolvers<void> }[] = [];
  const queue = createWriteQueue<string>((changes) => {
    const done = Promise.withResolvers<void>();
    batches.push({ changes, done });
    return done.promise;
  });
  const acknowledged: string[] = [];
  const push = (change: string) => queue.push([change]).then(() => void acknowledged.push(change));
  return { batches, acknowledged, push };
}

/** Lets everything go on that waits for nothing. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('a write queue', () => {
  it('acknowledges a change only when it is written', async () => {
    const { batches, acknowledged, push } = controlledQueue();
    const done = push('a');
    await settle();
    expect(batches.map(({ changes }) => changes)).toEqual([['a']]);
    expect(acknowledged).toEqual([]);
    batches[0]?.done.resolve();
    await done;
    expect(acknowledged).toEqual(['a']);
  });

  it('writes changes that arrive during a batch together in the next one', async () => {
    const { batches, acknowledged, push } = controlledQueue();
    const first = push('a');
    await settle();
    const others = [push('b'), push('c')];
    await settle();
    expect(batches).toHaveLength(1);

    batches[0]?.done.resolve();
    await first;
    await settle();
    expect(batches.map(({ changes }) => changes)).toEqual([['a'], ['b', 'c']]);
    expect(acknowledged).toEqual(['a']);

    batches[1]?.done.resolve();
    await Promise.all(others);
    expect(batches).toHaveLength(2);
  });

  it('acknowledges nothing any more after a batch that failed', async () => {
    const { batches, push } = controlledQueue();
    const first = push('a');
    await settle();
    const second = push('b');
    batches[0]?.done.reject(new Error('EIO'));
    await expect(first).rejects.toThrow('EIO');
    await expect(second).rejects.toThrow('EIO');
  });
});
