import { textTable } from '../report/text-table.ts';
import type { Bill } from './index.ts';
import type { FlowBill } from './measure.ts';
import { ASSUMED, type Cost, type Service } from './prices.ts';

type Row = readonly [string, Cost];

const FLOW_SERVICES: readonly Service[] = ['HTTP API', 'Lambda', 'DynamoDB', 'EventBridge', 'SQS', 'S3', 'Logs'];
const IDLE_SERVICES: readonly Service[] = [...FLOW_SERVICES, 'Secrets', 'CloudWatch', 'KMS'];
const NOTHING = '·';

/** The bill as text. */
export function renderBill({ flows, routes, idle }: Bill): string {
  return [
    'Dollars per million, by the prices of us-east-1. The columns after the sum are assumed, not metered.',
    '',
    ...lines(FLOW_SERVICES, [...flows.flatMap(withParts), ...routes.map(row)], 2),
    '',
    `Dollars of a hub with ${idle.organizations} organizations that nobody uses. Of SQS, the pollers of queues are assumed.`,
    '',
    ...lines(
      IDLE_SERVICES,
      [
        ['a day', idle.perDay],
        ['fixed, a month', idle.fixedPerMonth],
      ],
      4,
    ),
  ].join('\n');
}

function row({ name, perMillion }: FlowBill): Row {
  return [name, perMillion];
}

/** With the functions that take part, where there are several. */
function withParts(flow: FlowBill): Row[] {
  const parts = Object.entries(flow.parts);
  if (parts.length === 1) return [row(flow)];
  return [row(flow), ...parts.map(([part, { perMillion }]): Row => [`  ${part}`, perMillion])];
}

function lines(services: readonly Service[], rows: readonly Row[], digits: number): string[] {
  const dollars = (usd = 0): string => (usd === 0 ? NOTHING : usd.toFixed(digits));
  const cells = rows.map(([name, cost]) => [
    ...[name, ...services.map((service) => dollars(cost.services[service]))],
    ...[dollars(cost.metered), dollars(cost.services[ASSUMED])],
  ]);
  return textTable([['', ...services, 'sum', ASSUMED], ...cells]);
}
