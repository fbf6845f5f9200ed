import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { MeterReport } from '../../local/aws/meter.ts';
import type { HubFile } from '../../local/runtime/hub-file.ts';
import { type Call, callForJson } from '../load/http.ts';
import { hasRunningInvocation, logBytes } from './logs.ts';

export type Role = keyof HubFile['tokens'];

/** A hub that nobody else calls. */
export interface BilledHub {
  readonly hub: Pick<HubFile, 'api' | 'aws' | 'partners' | 'tokens'>;
  readonly dataDirectory: string;
}

/** What the hub has used of AWS and of its partners. */
export interface Usage {
  readonly meter: MeterReport;
  /** By the name of the log. */
  readonly logBytes: Readonly<Record<string, number>>;
  readonly partnerCalls: Readonly<Record<string, number>>;
}

const POLL_MS = 20;
/** Much longer than a change takes from one warm function to the next. */
const QUIET_MS = 400;
const SETTLE_DEADLINE_MS = 60_000;
const MeterSchema: z.ZodType<MeterReport> = z.record(
  z.string(),
  z.record(z.string(), z.record(z.string(), z.record(z.string(), z.number()))),
);
const QueuesSchema = z.record(
  z.string(),
  z.object({ visible: z.number(), inFlight: z.number(), deadLetter: z.boolean() }),
);
const IdSchema = z.object({ id: z.string() });

export class HubClient {
  readonly hub: BilledHub['hub'];
  readonly #dataDirectory: string;

  constructor({ hub, dataDirectory }: BilledHub) {
    this.hub = hub;
    this.#dataDirectory = dataDirectory;
  }

  /** A request to the API; throws if it fails. */
  async api(as: Role, route: string, body?: object, headers?: Call['headers']): Promise<unknown> {
    const [method = '', path = ''] = route.split(' ');
    return callForJson(this.hub.api, { method, path, token: this.hub.tokens[as], headers, body: JSON.stringify(body) });
  }

  /** The same, of which only the `id` in the response matters. */
  async idOf(...request: Parameters<HubClient['api']>): Promise<string> {
    return IdSchema.parse(await this.api(...request)).id;
  }

  admin(method: string, path: string, body?: object): Promise<unknown> {
    return callForJson(`${this.hub.aws}/_hub`, { method, path, body: JSON.stringify(body) });
  }

  /** The control API of a partner's simulator. */
  simulator(partner: string, method: string, path: string, body?: object): Promise<unknown> {
    return callForJson(`${this.hub.partners[partner]}/_control`, { method, path, body: JSON.stringify(body) });
  }

  /** What `work` and all that follows from it uses. */
  async usageOf(work: () => Promise<unknown>): Promise<Usage> {
    await this.settled();
    await this.admin('POST', '/meter/reset');
    const before = await this.#usage();
    await work();
    await this.settled();
    const { meter, logBytes, partnerCalls } = await this.#usage();
    return {
      meter,
      logBytes: difference(before.logBytes, logBytes),
      partnerCalls: difference(before.partnerCalls, partnerCalls),
    };
  }

  /** Until no invocation is running, no message is due, and the meter has not changed for a while. */
  async settled(): Promise<void> {
    const end = performance.now() + SETTLE_DEADLINE_MS;
    for (let last = '', since = 0; performance.now() < end; await wait(POLL_MS)) {
      const meter = JSON.stringify(await this.admin('GET', '/meter'));
      if (meter !== last || (await this.#isBusy())) since = performance.now();
      last = meter;
      if (performance.now() - since > QUIET_MS) return;
    }
    throw new Error('The hub does not come to rest.');
  }

  async #usage(): Promise<Usage> {
    const calls = Object.keys(this.hub.partners).map(async (partner) => {
      return [partner, z.array(z.unknown()).parse(await this.simulator(partner, 'GET', '/calls')).length] as const;
    });
    return {
      meter: MeterSchema.parse(await this.admin('GET', '/meter')),
      logBytes: logBytes(this.#dataDirectory),
      partnerCalls: Object.fromEntries(await Promise.all(calls)),
    };
  }

  /** Whether a message is due, or an invocation has a START line and no REPORT line. */
  async #isBusy(): Promise<boolean> {
    const queues = Object.values(QueuesSchema.parse(await this.admin('GET', '/queues')));
    if (queues.some(({ deadLetter, visible, inFlight }) => !deadLetter && visible + inFlight > 0)) return true;
    return hasRunningInvocation(this.#dataDirectory);
  }
}

function difference(before: Usage['logBytes'], after: Usage['logBytes']): Usage['logBytes'] {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));
}
