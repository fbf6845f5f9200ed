import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { putItem } from './support/operator.ts';
import { approve, create, ordered } from './support/requests.ts';

/** A hub of its own: its bus fails, and a dead letter stays in its queue. */
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

const DEAD_LETTERS = 'procurement-hub-dev-relay-dlq';

async function deadLetters(): Promise<number> {
  return (await hub.admin('GET', '/queues')).body[DEAD_LETTERS].visible;
}

describe('the relay', () => {
  it('retries until the bus takes its events again, and gives up none', async () => {
    const times = 60;
    await hub.admin('POST', '/faults', [
      { service: 'events', action: 'PutEvents', code: 'InternalFailure', status: 500, times },
    ]);
    const id = await create(hub);
    await approve(hub, id);
    await eventually(() => hub.logs('relay').filter((line) => line.includes('Invocation failed')).length >= 2);
    await hub.admin('DELETE', '/faults');
    expect(await ordered(hub, id)).toMatchObject({ status: 'ordered' });
    expect(await deadLetters()).toBe(0);
  });

  it('sends an item that it cannot read to its dead-letter queue and delays no other', async () => {
    const key = { pk: 'ORG#org_other#REQUEST#proc_x', sk: 'REQUEST' };
    await putItem(hub, { ...key, entity: 'procurement_request', status: 'approved', title: 'Laptop of Jane Roe' });
    const id = await create(hub);
    await approve(hub, id);
    expect(await ordered(hub, id)).toMatchObject({ status: 'ordered' });
    await eventually(async () => (await deadLetters()) > 0);
    expect(hub.logs('relay').join('\n')).toContain(key.pk);
    expect(hub.logs('relay').join('\n')).not.toContain('Jane');
  });
});
