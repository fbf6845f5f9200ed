import { expect, it } from '@jest/globals';
import { type Database, indexPrefix, openDatabase, within } from '../../../../../local/aws/dynamodb/database.ts';
import { openTables } from '../../../../../local/aws/dynamodb/tables.ts';
import { aDirectory } from '../a-call.ts';
import { ORDERS } from './orders-table.ts';
import { openOrders } from './support.ts';

const clock = () => 0;

/** The database for a process that ends when it starts to read the items. */
function endingAtItems(database: Database): Database {
  return new Proxy(database, {
    get: (target, name) => {
      if (name === 'values') throw new Error('the process ends');
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

it('keeps the indexes whole when their change is interrupted and taken back', async () => {
  const path = await aDirectory();
  const { service, put } = await openOrders({ path });
  await put('a', { supplier: { S: 'acme' }, placed_at: { S: '1' }, status: { S: 'open' } });
  await service.close();

  const database = await openDatabase(path);
  const [first, ...others] = ORDERS.input.GlobalSecondaryIndexes ?? [];
  const changed = {
    ...ORDERS.input,
    GlobalSecondaryIndexes: [...others, { ...first, Projection: { ProjectionType: 'ALL' } }],
  };
  const open = (on: Database, input: object) =>
    openTables(on, [{ ...ORDERS, input: { ...ORDERS.input, ...input } }], clock);
  const entries = (index: string) => database.values(within(indexPrefix('orders', index))).all();
  const before = [await entries('by-supplier'), await entries('by-status')];
  await expect(open(endingAtItems(database), changed)).rejects.toThrow('the process ends');
  await open(database, ORDERS.input);
  expect([await entries('by-supplier'), await entries('by-status')]).toEqual(before);
  await database.close();
});
