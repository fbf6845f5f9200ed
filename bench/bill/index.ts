import { createHub } from '../hub/create-hub.ts';
import type { Progress } from '../progress.ts';
import type { Workspace } from '../workspace.ts';
import { MAIN_FLOWS } from './flows.ts';
import { HubClient } from './hub-client.ts';
import { billIdle, type IdleBill } from './idle.ts';
import { billFlow, type FlowBill, fillList } from './measure.ts';
import { ROUTES } from './routes.ts';
import { SUPPLIER_FLOWS } from './supplier-flows.ts';

export interface Bill {
  readonly flows: readonly FlowBill[];
  readonly routes: readonly FlowBill[];
  readonly idle: IdleBill;
}

const ORGANIZATIONS = 10;
const DETAILED = [...MAIN_FLOWS, ...SUPPLIER_FLOWS];

/** What a hub costs on AWS, by what it uses of the local runtime. Rejects at the first request that fails. */
export async function runBill(workspace: Workspace, { step }: Progress): Promise<Bill> {
  step('starting a hub');
  const hubProcess = createHub(workspace);
  const client = new HubClient({ hub: await hubProcess.start(), dataDirectory: hubProcess.dataDirectory });
  step('filling the list');
  await fillList(client);
  const bills: FlowBill[] = [];
  for (const flow of [...DETAILED, ...ROUTES]) {
    step(flow.name);
    bills.push(await billFlow(client, flow));
  }
  step('an idle day');
  const idle = await billIdle(client, ORGANIZATIONS);
  await hubProcess.stop();
  return { flows: bills.slice(0, DETAILED.length), routes: bills.slice(DETAILED.length), idle };
}
