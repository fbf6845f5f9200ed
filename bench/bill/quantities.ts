import type { MeterReport } from '../../local/aws/meter.ts';
import { LAMBDA_MILLISECONDS } from './assumptions.ts';
import type { Usage } from './hub-client.ts';
import { type PriceName, plus, type Quantities } from './prices.ts';

export const GATEWAY = 'apigateway.amazonaws.com';

type ServiceUsage = MeterReport[string];

/** The calls of S3 are billed by action; deletions are free. */
const S3_ACTIONS: Readonly<Record<string, PriceName>> = {
  PutObject: 'objectWrite',
  GetObject: 'objectRead',
  HeadObject: 'objectRead',
};

/** The billed units of each service that the meter knows. Events are billed, the calls that put them are not. */
const UNITS: Readonly<Record<string, Readonly<Record<string, PriceName>>>> = {
  apigateway: { requests: 'apiRequest' },
  lambda: { requests: 'invocation' },
  dynamodb: { readUnits: 'readUnit', writeUnits: 'writeUnit' },
  events: { events: 'event', archivedBytes: 'archivedByte' },
  sqs: { billedRequests: 'queueRequest' },
  secretsmanager: { requests: 'secretCall' },
};

/** Made by the event source mapping, not by the function. */
const MAPPING_ACTIONS = ['ReceiveMessage', 'DeleteMessageBatch'];

/** What each caller has used: a function, or a service on its own. The operator's calls are not part of a bill. */
export function quantitiesByCaller({ meter, logBytes, partnerCalls }: Usage): ReadonlyMap<string, Quantities> {
  const byCaller = new Map<string, Quantities>();
  const add = (caller: string, quantities: Quantities) =>
    byCaller.set(caller, plus(byCaller.get(caller) ?? {}, quantities));
  for (const [caller, usage] of Object.entries(meter)) {
    if (caller === 'operator') continue;
    add(caller, metered(usage));
    const partner = Object.keys(partnerCalls).find((name) => caller.endsWith(`-sync-${name}`));
    add(caller, assumed(usage, partner === undefined ? 0 : (partnerCalls[partner] ?? 0)));
  }
  for (const [log, bytes] of Object.entries(logBytes)) {
    if (bytes > 0) add(log === 'api-access' ? GATEWAY : log, { logByte: bytes });
  }
  return byCaller;
}

/** Throws for a service without a price, so that no new one is free. */
function metered(usage: ServiceUsage): Quantities {
  let quantities: Quantities = {};
  for (const [service, actions] of Object.entries(usage)) {
    if (service === 's3') {
      for (const [action, price] of Object.entries(S3_ACTIONS)) {
        quantities = plus(quantities, { [price]: actions[action]?.requests ?? 0 });
      }
      continue;
    }
    const units = UNITS[service];
    if (units === undefined) throw new Error(`${service} has no price in bench/prices.json.`);
    for (const [unit, price] of Object.entries(units)) quantities = plus(quantities, { [price]: total(actions, unit) });
  }
  return quantities;
}

function assumed({ lambda, ...services }: ServiceUsage, partnerCalls: number): Quantities {
  if (lambda === undefined) return {};
  const invocations = total(lambda, 'requests');
  const awsCalls = Object.values(services)
    .map((actions) => Object.entries(actions).filter(([action]) => !MAPPING_ACTIONS.includes(action)))
    .reduce((sum, actions) => sum + total(Object.fromEntries(actions), 'requests'), 0);
  const milliseconds =
    invocations * LAMBDA_MILLISECONDS.invocation +
    awsCalls * LAMBDA_MILLISECONDS.awsCall +
    partnerCalls * LAMBDA_MILLISECONDS.partnerCall;
  const gigabytes = total(lambda, 'gbSeconds') / (total(lambda, 'billedMilliseconds') / 1000);
  return { gbSecond: gigabytes * (milliseconds / 1000) };
}

function total(actions: ServiceUsage[string], unit: string): number {
  return Object.values(actions).reduce((sum, usage) => sum + (usage[unit] ?? 0), 0);
}
