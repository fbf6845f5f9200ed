import { createRequest, type Flow, LIST_SIZE } from './flows.ts';
import type { HubClient } from './hub-client.ts';
import { type Cost, costOf, plus, type Quantities, scaled } from './prices.ts';
import { GATEWAY, quantitiesByCaller } from './quantities.ts';

const MILLION = 1_000_000;

/** What a flow uses in one run, and what a million runs cost. */
export interface FlowBill {
  readonly name: string;
  readonly quantities: Quantities;
  readonly perMillion: Cost;
  /** By function: `api` with its gateway, and what the rules of the bus send as `rules`. */
  readonly parts: Readonly<Record<string, { readonly quantities: Quantities; readonly perMillion: Cost }>>;
}

/** More requests than a list shows, so that a further page follows. */
export async function fillList(client: HubClient): Promise<void> {
  for (let count = 0; count <= LIST_SIZE; count++) await createRequest(client);
}

/**
 * What a flow costs, from one run after another that has warmed the functions. No relay batch has two changes, so it is the most
 * that the flow costs while nothing fails, except the first read of configuration in ten seconds (ADR 11): a read unit for
 * a create. The sweep is part of the idle day.
 */
export async function billFlow(client: HubClient, { name, prepare, run, units = 1 }: Flow): Promise<FlowBill> {
  await run(client, (await prepare?.(client)) ?? '');
  await client.settled();
  const id = (await prepare?.(client)) ?? '';
  const byCaller = quantitiesByCaller(await client.usageOf(() => run(client, id)));
  const parts: Record<string, Quantities> = {};
  for (const [caller, quantities] of byCaller) {
    const part = partOf(caller);
    if (part !== 'sweep') parts[part] = plus(parts[part] ?? {}, scaled(quantities, 1 / units));
  }
  const billed = (quantities: Quantities) => ({ quantities, perMillion: costOf(quantities, MILLION) });
  return {
    name,
    ...billed(Object.values(parts).reduce(plus, {})),
    parts: Object.fromEntries(Object.entries(parts).map(([part, quantities]) => [part, billed(quantities)])),
  };
}

function partOf(caller: string): string {
  if (caller === GATEWAY) return 'api';
  if (caller === 'events.amazonaws.com') return 'rules';
  return caller.replace(/^procurement-hub-[a-z]+-/, '');
}
