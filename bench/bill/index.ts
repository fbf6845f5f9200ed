import { MAIN_FLOWS } from './flows.ts';
import { type BilledHub, HubClient } from './hub-client.ts';
import { billIdle, type IdleBill } from './idle.ts';
import { billFlow, type FlowBill, fillList } from './measure.ts';
import { ROUTES } from './routes.ts';

export interface Bill {
  readonly flows: readonly FlowBill[];
  readonly routes: readonly FlowBill[];
  readonly idle: IdleBill;
}

const ORGANIZATIONS = 10;

/** What the hub costs on AWS, by what it uses of the local runtime. The hub is fresh, and nobody else calls it. */
export async function runBill(billed: BilledHub, step: (text: string) => void): Promise<Bill> {
  const client = new HubClient(billed);
  step('filling the list');
  await fillList(client);
  const bills: FlowBill[] = [];
  for (const flow of [...MAIN_FLOWS, ...ROUTES]) {
    step(flow.name);
    bills.push(await billFlow(client, flow));
  }
  step('an idle day');
  const idle = await billIdle(client, ORGANIZATIONS);
  return { flows: bills.slice(0, MAIN_FLOWS.length), routes: bills.slice(MAIN_FLOWS.length), idle };
}
