import type { Bill } from './index.ts';
import type { Cost, Service } from './prices.ts';

/** The bill as text. */
export function tableOf({ flows, idle }: Bill): string {
  const flowColumns: readonly Service[] = ['HTTP API', 'Lambda', 'DynamoDB', 'EventBridge', 'SQS', 'Logs'];
  const idleColumns: readonly Service[] = [...flowColumns, 'Secrets', 'CloudWatch', 'KMS'];
  return [
    'Dollars per million, us-east-1. The last two are assumptions and not in the sum: time of warm functions, every invocation traced.',
    ...rows(
      flowColumns,
      flows.map(({ name, perMillion }) => [name, perMillion]),
      2,
    ),
    '',
    `Dollars of a hub that nobody uses, with ${idle.organizations} organizations`,
    ...rows(
      idleColumns,
      [
        ['a day', idle.perDay],
        ['a month, fixed', idle.fixedPerMonth],
      ],
      4,
    ),
  ].join('\n');
}

function rows(columns: readonly Service[], costs: readonly (readonly [string, Cost])[], digits: number): string[] {
  const assumed: readonly Service[] = ['Lambda time', 'X-Ray'];
  const dollars = (usd: number | undefined): string => (usd ? usd.toFixed(digits) : '·');
  const cells = [
    ['', ...columns, 'sum', ...assumed],
    ...costs.map(([name, { services, metered }]) => [
      name,
      ...columns.map((service) => dollars(services[service])),
      dollars(metered),
      ...assumed.map((service) => dollars(services[service])),
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  return cells.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, column === 0))
      .join('  ')
      .trimEnd(),
  );
}

function pad(text: string, width: number, left: boolean): string {
  return left ? text.padEnd(width) : text.padStart(width);
}
