import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { ensureAssembly } from '../../local/synthesize.ts';
import { POLL_SECONDS, POLLERS } from './assumptions.ts';
import type { HubClient } from './hub-client.ts';
import { type Cost, costOf, plus, type Quantities, scaled } from './prices.ts';
import { quantitiesByCaller } from './quantities.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ORGANIZATIONS = join(ROOT, 'local/organizations');
const DAY_SECONDS = 86_400;
const SWEEP_RATE = 'rate(1 minute)';
const SWEEPS_PER_DAY = 1_440;

const DocumentSchema = z.looseObject({
  org_id: z.string(),
  integrations: z.array(z.looseObject({ partner: z.string(), settings: z.looseObject({}) })),
});
const TemplateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});
const QueueSourceSchema = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
type Template = z.infer<typeof TemplateSchema>;

export interface IdleBill {
  readonly organizations: number;
  readonly perDay: Cost;
  readonly fixedPerMonth: Cost;
  readonly quantitiesPerDay: Quantities;
  readonly quantitiesPerMonth: Quantities;
}

/** A hub that nobody uses: its sweep and the pollers of its queues, and what is billed by the month. */
export async function billIdle(client: HubClient, organizations: number): Promise<IdleBill> {
  const secrets = await provision(client, organizations);
  const template = await readTemplate();
  if (!hasSchedule(template, SWEEP_RATE)) throw new Error(`The template has no rule at ${SWEEP_RATE}.`);
  const polls = (queueMappings(template) * POLLERS * DAY_SECONDS) / POLL_SECONDS;
  const quantitiesPerDay = plus(scaled(await aSweep(client), SWEEPS_PER_DAY), { queueRequest: polls });
  const count = (type: string): number => Object.values(template.Resources).filter(({ Type }) => Type === type).length;
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
async function provision(client: HubClient, organizations: number): Promise<number> {
  const files = (await readdir(ORGANIZATIONS)).filter((name) => name.endsWith('.json'));
  const examples = await Promise.all(
    files.map(async (name) => DocumentSchema.parse(JSON.parse(await readFile(join(ORGANIZATIONS, name), 'utf8')))),
  );
  const [example] = examples;
  if (example === undefined) throw new Error(`${ORGANIZATIONS} has no organization.`);
  const integrations = example.integrations.map((integration) => {
    const settings = { ...integration.settings, base_url: client.hub.partners[integration.partner] };
    return { ...integration, settings };
  });
  const further = Array.from({ length: organizations - examples.length }, (_, index) => `org_bill${index}`);
  for (const org_id of further) {
    await client.admin('POST', '/functions/provision/invoke', { ...example, org_id, integrations });
  }
  const secretsOf = (documents: number, { length }: readonly unknown[]): number => documents * length;
  return (
    secretsOf(further.length, integrations) + examples.reduce((sum, one) => sum + secretsOf(1, one.integrations), 0)
  );
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

async function readTemplate(): Promise<Template> {
  const assembly = await ensureAssembly(ROOT, 'dev', () => {});
  const [file] = (await readdir(assembly)).filter((name) => name.endsWith('.template.json'));
  if (file === undefined) throw new Error(`${assembly} has no template.`);
  return TemplateSchema.parse(JSON.parse(await readFile(join(assembly, file), 'utf8')));
}

/** The event source mappings of queues. Lambda's polling of a table's stream is free. */
function queueMappings({ Resources }: Template): number {
  return Object.values(Resources).filter(({ Type, Properties }) => {
    if (Type !== 'AWS::Lambda::EventSourceMapping') return false;
    const source = QueueSourceSchema.safeParse(Properties?.EventSourceArn);
    return source.success && Resources[source.data['Fn::GetAtt'][0]]?.Type === 'AWS::SQS::Queue';
  }).length;
}

function hasSchedule({ Resources }: Template, rate: string): boolean {
  return Object.values(Resources).some(({ Properties }) => Properties?.ScheduleExpression === rate);
}
