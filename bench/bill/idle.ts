import { readOrganizations } from '../../local/runtime/organizations.ts';
import type { Resource } from '../../local/template/resources.ts';
import { provision } from '../hub/bench-hub.ts';
import { readStackResources } from '../stack.ts';
import { POLL_SECONDS, POLLERS } from './assumptions.ts';
import type { HubClient } from './hub-client.ts';
import { type Cost, costOf, plus, type Quantities, scaled } from './prices.ts';
import { quantitiesByCaller } from './quantities.ts';

const DAY_SECONDS = 86_400;
const SWEEP_RATE = 'rate(1 minute)';
const SWEEPS_PER_DAY = 1_440;

export interface IdleBill {
  readonly organizations: number;
  readonly perDay: Cost;
  readonly fixedPerMonth: Cost;
  readonly quantitiesPerDay: Quantities;
  readonly quantitiesPerMonth: Quantities;
}

/** A hub that nobody uses: its sweep and the pollers of its queues, and what is billed by the month. */
export async function billIdle(client: HubClient, organizations: number): Promise<IdleBill> {
  const secrets = await provisionUpTo(organizations, client);
  const resources = await readStackResources();
  const count = (type: string, matches = (_: Resource): boolean => true): number =>
    resources.filter((resource) => resource.type === type && matches(resource)).length;
  const sweeps = count('AWS::Events::Rule', ({ property }) => property('ScheduleExpression') === SWEEP_RATE);
  if (sweeps !== 1) throw new Error(`The template has ${sweeps} rules at ${SWEEP_RATE}.`);
  // Lambda's polling of a table's stream is free.
  const mappings = count('AWS::Lambda::EventSourceMapping', ({ property }) =>
    String(property('EventSourceArn')).startsWith('arn:aws:sqs:'),
  );
  const polls = (mappings * POLLERS * DAY_SECONDS) / POLL_SECONDS;
  const quantitiesPerDay = plus(scaled(await aSweep(client), SWEEPS_PER_DAY), { queueRequest: polls });
  const quantitiesPerMonth = {
    secretMonth: secrets,
    alarmMonth: count('AWS::CloudWatch::Alarm'),
    metricMonth: count('AWS::Logs::MetricFilter'),
    dashboardMonth: count('AWS::CloudWatch::Dashboard'),
    keyMonth: count('AWS::KMS::Key'),
  };
  return {
    organizations,
    perDay: costOf(quantitiesPerDay),
    fixedPerMonth: costOf(quantitiesPerMonth),
    quantitiesPerDay,
    quantitiesPerMonth,
  };
}

/** Brings the hub to so many organizations, like its examples, and returns how many secrets they have. */
async function provisionUpTo(organizations: number, { hub }: HubClient): Promise<number> {
  const documents = await readOrganizations(hub.partners);
  const [example] = documents;
  if (example === undefined) throw new Error('There is no example organization.');
  while (documents.length < organizations) {
    const further = { ...example, org_id: `org_bill${documents.length}` };
    await provision(hub, further);
    documents.push(further);
  }
  return documents.reduce((sum, { integrations }) => sum + integrations.length, 0);
}

/** What one run of the sweep uses. Its schedule may run it too meanwhile. */
async function aSweep(client: HubClient): Promise<Quantities> {
  const sweep = () => client.admin('POST', '/functions/sweep/invoke', {});
  await sweep();
  const byCaller = quantitiesByCaller(await client.usageOf(sweep));
  const [, quantities] = [...byCaller].find(([caller]) => caller.endsWith('-sweep')) ?? [];
  if (!quantities?.invocation) throw new Error('The sweep is not metered.');
  return scaled(quantities, 1 / quantities.invocation);
}
