import { MAIN_FLOWS } from './flows.ts';
import { type BilledHub, HubClient } from './hub-client.ts';
import { billIdle, type IdleBill } from './idle.ts';
import { billFlow, type FlowBill, fillList } from './measure.ts';

export interface Bill {
  readonly flows: readonly FlowBill[];
  readonly idle: IdleBill;
}

const RUNS = 3;
const ORGANIZATIONS = 10;

/** What the hub costs on AWS, from what it uses of the local runtime. The hub is fresh, and nobody else calls it. */
export async function runBill(billed: BilledHub, onProgress: (text: string) => void): Promise<Bill> {
  const client = new HubClient(billed);
  await fillList(client);
  const flows: FlowBill[] = [];
  for (const flow of MAIN_FLOWS) {
    onProgress(flow.name);
    flows.push(...(await billFlow(client, flow, RUNS)));
  }
  onProgress('idle');
  return { flows, idle: await billIdle(client, ORGANIZATIONS) };
}
