import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAIN_FLOWS } from '../../bench/bill/flows.ts';
import { HubClient } from '../../bench/bill/hub-client.ts';
import { billFlow, fillList } from '../../bench/bill/measure.ts';
import { AVAILABILITY_FLOW } from '../../bench/bill/supplier-flows.ts';
import { type OwnHub, startHub } from './support/hub.ts';

/** A hub of its own: the meter counts all calls, and the price of a list depends on what is in the table. */
let hub: OwnHub;
let client: HubClient;
beforeAll(async () => {
  hub = await startHub();
  client = new HubClient({ hub: hub.info, dataDirectory: hub.dataDirectory });
  await fillList(client);
}, 60_000);
afterAll(() => hub.stop());

/** Of the bill, in either direction: a flow that becomes cheaper is to be documented too. */
const SLACK = 0.05;
/** Of the assumed time: in a short flow less than one call more. */
const TIME_SLACK = 0.25;

function expectWithinSlack(actual: number | undefined, expected: number): void {
  expect(actual).toBeGreaterThan(expected * (1 - SLACK));
  expect(actual).toBeLessThan(expected * (1 + SLACK));
}

/** Dollars per million in docs/performance.md: what is metered, and the assumed time of the functions. */
const BILL: Readonly<Record<string, { readonly metered: number; readonly lambdaTime: number }>> = {
  create: { metered: 9.98, lambdaTime: 0.4 },
  'approve → ordered': { metered: 46.77, lambdaTime: 3.35 },
  'list of 20': { metered: 4.12, lambdaTime: 0.25 },
  get: { metered: 1.55, lambdaTime: 0.16 },
};
const APPROVE_ALONE = 17.12;
/** What suppliers send most often by far has to be cheap. */
const MAX_AVAILABILITY = 4;

describe('a million', () => {
  it.each(MAIN_FLOWS)('of $name cost what the documentation says', async (flow) => {
    const { perMillion, parts } = await billFlow(client, flow);
    const expected = BILL[flow.name];
    expectWithinSlack(perMillion.metered, expected?.metered ?? 0);
    expect(perMillion.services['Lambda time']).toBeLessThan((expected?.lambdaTime ?? 0) * (1 + TIME_SLACK));
    if (flow.name === 'approve → ordered') expectWithinSlack(parts.api?.perMillion.metered, APPROVE_ALONE);
  });

  it('updates of availability, accepted and applied, cost four dollars at most', async () => {
    expect((await billFlow(client, AVAILABILITY_FLOW)).perMillion.metered).toBeLessThanOrEqual(MAX_AVAILABILITY);
  });
});
