import { describe, expect, it } from '@jest/globals';
import { readTogether } from '../../../../core/store/read-together.ts';
import { commit, replaceItem } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';

const hub = hubTable();

function keys(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({ pk: 'A', sk: String(from + index) }));
}

async function readsOf(...asked: (readonly { readonly pk: string; readonly sk: string }[])[]) {
  const before = hub.actions.length;
  const found = await Promise.all(asked.map((some) => readTogether(hub.table, some)));
  const sortKeys = found.map((items) => items.map(({ sk }) => sk));
  return { sortKeys, calls: hub.actions.slice(before).filter((action) => action === 'BatchGetItem').length };
}

describe('readTogether', () => {
  it('reads what is asked for at the same time by one call, and gives each what it asked for', async () => {
    for (const key of keys(1, 3)) await commit(hub.table, [replaceItem(key)]);
    const { sortKeys, calls } = await readsOf(keys(1, 2), keys(2, 3), [...keys(1, 1), ...keys(1, 1)], []);
    expect(sortKeys).toEqual([['1', '2'], ['2', '3'], ['1'], []]);
    expect(calls).toBe(1);
  });

  it('reads anew what is asked for later', async () => {
    expect(await readsOf(keys(1, 1))).toEqual({ sortKeys: [[]], calls: 1 });
    await commit(hub.table, [replaceItem({ pk: 'A', sk: '1' })]);
    expect(await readsOf(keys(1, 1))).toEqual({ sortKeys: [['1']], calls: 1 });
  });

  it('makes another call for what does not fit in one', async () => {
    expect((await readsOf(keys(1, 100), keys(101, 1), keys(102, 99))).calls).toBe(2);
  });
});
