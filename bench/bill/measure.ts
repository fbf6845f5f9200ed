import { createRequest, type Flow, LIST_SIZE } from './flows.ts';
import type { HubClient } from './hub-client.ts';
import { type Cost, costOf, plus, type Quantities, scaled } from './prices.ts';
import { GATEWAY, quantitiesByCaller } from './quantities.ts';

const MILLION = 1_000_000;

export interface FlowBill {
  readonly name: string;
  /** Of one run. */
  readonly quantities: Quantities;
  /** Of a million runs. */
  readonly perMillion: Cost;
}

/** More requests than a list shows, so that a further page follows. */
export async function fillList(client: HubClient): Promise<void> {
  for (let count = 0; count <= LIST_SIZE; count++) await createRequest(client);
}

/**
 * What a flow costs, from runs one after another in warm functions: no relay batch has two changes, so it is the most that the
 * flow can cost without failures. The sweep is part of the idle day.
 */
export async function billFlow(client: HubClient, flow: Flow, runs: number): Promise<FlowBill[]> {
  const { name, prepare = async () => '', run } = flow;
  await run(client, await prepare(client));
  let all: Quantities = {};
  let request: Quantities = {};
  for (let count = 0; count < runs; count++) {
    const id = await prepare(client);
    const byCaller = quantitiesByCaller(await client.usageOf(() => run(client, id)));
    for (const [caller, quantities] of byCaller) {
      if (caller.endsWith('-sweep')) continue;
      all = plus(all, quantities);
      if (caller === GATEWAY || caller.endsWith('-api')) request = plus(request, quantities);
    }
  }
  return [
    flowBill(`${name}`, scaled(all, 1 / runs)),
    ...(all.event ? [flowBill(`  its request alone`, scaled(request, 1 / runs))] : []),
  ];
}

function flowBill(name: string, quantities: Quantities): FlowBill {
  return { name, quantities, perMillion: costOf(quantities, MILLION) };
}
