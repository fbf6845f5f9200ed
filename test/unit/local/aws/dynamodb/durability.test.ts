import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';
import { aDirectory } from '../a-call.ts';
import { openOrders } from './support.ts';

it.each([40, 173])(
  'keeps every acknowledged transaction whole, with its stream records, after a kill at transaction %i',
  async (count) => {
    const path = await aDirectory();
    const child = spawn(process.execPath, [join(__dirname, 'write-loop.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    let acknowledged = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged === count) child.kill('SIGKILL');
    }
    await exited;

    const { service, call } = await openOrders({ path });
    const { Items } = (await call('Scan', {})) as { Items: { pk: { S: string } }[] };
    const ids = new Set(Items.map(({ pk }) => pk.S));
    const records = await service.streams('orders').read(undefined, 10_000);
    const index = await call('Query', {
      IndexName: 'by-status',
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'open' } },
    });
    for (let number = 0; number <= acknowledged; number += 1) expect(ids).toContain(`${number}-left`);
    for (const id of ids)
      expect(ids).toContain(id.endsWith('left') ? id.replace('left', 'right') : id.replace('right', 'left'));
    expect(new Set(records.map(({ dynamodb }) => dynamodb.Keys.pk && Object.values(dynamodb.Keys.pk)[0]))).toEqual(ids);
    expect(index).toMatchObject({ Count: ids.size });
    const last = records.at(-1)?.dynamodb.SequenceNumber ?? '';
    await call('PutItem', { Item: { pk: { S: 'after' }, sk: { S: 'order' } } });
    expect(await service.streams('orders').read(last, 10)).toMatchObject([{ eventName: 'INSERT' }]);
    await service.close();
  },
);
