import { describe, expect, it } from '@jest/globals';
import { item, key, NOW, useOrders } from './support.ts';

const db = useOrders();

function stream() {
  return db.service.streams('orders');
}
async function names() {
  return (await stream().read(undefined, 100)).map(({ eventName }) => eventName);
}

describe('a table stream', () => {
  it('records a change in the form that Lambda receives', async () => {
    await db.put('a', { total: { N: '1' } });
    await db.put('a', { total: { N: '2' } });
    await db.call('DeleteItem', { Key: key('a') });
    const [, modified] = await stream().read(undefined, 100);
    expect(modified).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      dynamodb: {
        ApproximateCreationDateTime: NOW / 1000,
        Keys: key('a'),
        NewImage: item('a', { total: { N: '2' } }),
        OldImage: item('a', { total: { N: '1' } }),
        SequenceNumber: '000000000000000000002',
        SizeBytes: 44,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000',
    });
    expect(await names()).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  });

  it('has no record of a write that changes nothing', async () => {
    await db.put('a', { tags: { SS: ['x', 'y'] }, total: { N: '1' } });
    await db.call('PutItem', { Item: { total: { N: '1.0' }, tags: { SS: ['y', 'x'] }, ...key('a') } });
    await db.call('UpdateItem', { Key: key('a'), UpdateExpression: 'REMOVE not_there' });
    await db.call('DeleteItem', { Key: key('absent') });
    const rejected = db.call('DeleteItem', { Key: key('a'), ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(rejected).rejects.toThrow('The conditional request failed');
    expect(await names()).toEqual(['INSERT']);
  });

  it('returns pages of records in the order of the writes', async () => {
    await Promise.all(Array.from({ length: 25 }, (_, i) => db.put(`${i}`)));
    const first = await stream().read(undefined, 10);
    const rest = await stream().read(first.at(-1)?.dynamodb.SequenceNumber, 100);
    const ids = [...first, ...rest].map(({ dynamodb }) => dynamodb.Keys.pk);
    expect(ids).toEqual(Array.from({ length: 25 }, (_, i) => ({ S: `${i}` })));
  });

  it('notifies its listeners of a readable record until they unsubscribe', async () => {
    const seen: Promise<number>[] = [];
    const unsubscribe = stream().onRecord(() => seen.push(names().then((all) => all.length)));
    await db.put('a');
    unsubscribe();
    await db.put('b');
    expect(await Promise.all(seen)).toHaveLength(1);
  });

  it('loses a record after 24 hours', async () => {
    const [day, minute] = [24 * 3_600_000, 60_000];
    for (const id of ['a', 'b', 'c']) await db.put(id);
    db.now += day - minute;
    await db.put('new');
    expect(await names()).toHaveLength(4);
    db.now += minute;
    const left = [{ dynamodb: { Keys: key('new') } }];
    // A page that holds expired records only does not end the stream.
    expect(await stream().read(undefined, 2)).toMatchObject(left);
    await stream().trim();
    db.now -= minute;
    expect(await stream().read(undefined, 100)).toMatchObject(left);
  });

  it('has a position after its last record, where only later ones follow', async () => {
    await db.put('a');
    const latest = stream().latest();
    await db.put('b');
    expect(await stream().read(latest, 100)).toMatchObject([{ dynamodb: { Keys: key('b') } }]);
  });

  it('records the removal of expired items with the identity of the service', async () => {
    const at = (seconds: number) => ({ expires_at: { N: `${NOW / 1000 + seconds}` } });
    await db.put('past', { ...at(-1), status: { S: 'open' } });
    await db.put('future', at(1));
    await db.put('ancient', at(-6 * 365 * 24 * 3600));
    await db.put('text', { expires_at: { S: '1' } });
    expect(await db.service.sweepExpired()).toBe(1);
    const removed = (await stream().read(undefined, 100)).at(-1);
    expect(removed).toMatchObject({
      eventName: 'REMOVE',
      dynamodb: { Keys: key('past') },
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    });
    expect(await db.call('Scan', {})).toMatchObject({ Count: 3 });
    expect(await db.call('Scan', { IndexName: 'by-status' })).toMatchObject({ Count: 0 });
    expect(await db.call('DescribeTimeToLive', {})).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires_at' },
    });
  });
});
