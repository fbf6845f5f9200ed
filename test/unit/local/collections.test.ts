import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MemoryCollection, openState } from '../../../local/collections.ts';

const COLLECTIONS = join(__dirname, '../../../local/collections.ts');

function aDirectory() {
  return mkdtempSync(join(tmpdir(), 'state-'));
}

describe('a memory collection', () => {
  it('iterates in the order of its keys, whatever the order of the puts', () => {
    const collection = new MemoryCollection<number>();
    for (const key of ['c', 'a', 'd', 'b', 'a']) collection.put(key, key.charCodeAt(0));
    collection.delete('c');
    collection.delete('x');
    expect([...collection.entries()]).toEqual([
      ['a', 97],
      ['b', 98],
      ['d', 100],
    ]);
    expect(collection.size).toBe(3);
  });

  it('appends after all others, past ten as well', () => {
    const collection = new MemoryCollection<number>();
    for (let value = 1; value <= 11; value += 1) collection.append(value);
    expect([...collection.values()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('has after a restart what it had before', async () => {
    const directory = aDirectory();
    const before = await openState(directory);
    const orders = await before.inMemory('sap').collection<{ readonly number: number }>('orders');
    orders.put('1', { number: 1 });
    orders.put('2', { number: 2 });
    orders.delete('1');
    await before.close();

    const after = await openState(directory);
    const reopened = await after.inMemory('sap').collection('orders');
    expect([...reopened.entries()]).toEqual([['2', { number: 2 }]]);
    await after.close();
  });

  it('is empty after a clear, with what is put afterwards, also on disk', async () => {
    const directory = aDirectory();
    const before = await openState(directory);
    const sap = before.inMemory('sap');
    const orders = await sap.collection('orders');
    const coupa = await before.inMemory('coupa').collection('orders');
    orders.put('old', 1);
    coupa.put('kept', 1);
    sap.clear();
    orders.put('new', 2);
    expect([...orders.entries()]).toEqual([['new', 2]]);
    await before.close();

    const after = await openState(directory);
    expect([...(await after.inMemory('sap').collection('orders')).entries()]).toEqual([['new', 2]]);
    expect([...(await after.inMemory('coupa').collection('orders')).entries()]).toEqual([['kept', 1]]);
    await after.close();
  });
});

describe('a state', () => {
  it('keeps every flushed change through SIGKILL, and changes of one call together', async () => {
    const directory = aDirectory();
    const script = `const { openState } = await import(process.argv[1]);
      const memory = (await openState(process.argv[2])).inMemory('sap');
      const [orders, items] = [await memory.collection('orders'), await memory.collection('items')];
      for (let turn = 1; ; turn += 1) {
        orders.append(turn);
        items.append(turn);
        await memory.flushed();
        process.stdout.write(turn + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, COLLECTIONS, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = 0;
    for await (const chunk of child.stdout) {
      acknowledged = Number(String(chunk).trimEnd().split('\n').at(-1));
      if (acknowledged > 200) child.kill('SIGKILL');
    }

    const state = await openState(directory);
    const memory = state.inMemory('sap');
    const [orders, items] = [await memory.collection('orders'), await memory.collection('items')];
    expect(orders.size).toBeGreaterThanOrEqual(acknowledged);
    expect([...items.values()]).toEqual([...orders.values()]);
    await state.close();
  });
});
