import { TITLES } from '../works.ts';
import type { CatalogRow } from './catalog-row.ts';
import { type Figures, type Goal, goals } from './goals.ts';
import type { Row } from './row.ts';
import { figure, textTable } from './text-table.ts';

export interface Report extends Figures {
  readonly date: string;
  readonly machine: {
    readonly processors: number;
    readonly model: string;
    readonly platform: string;
    readonly node: string;
  };
  readonly rounds: number;
  readonly secondsPerRound: number;
  readonly runSeconds: number;
}

const COLUMNS = [
  ...['', 'conns', 'hub/s', 'floor/s', 'ratio', 'range', 'p50 ms', 'p99 ms'],
  ...['main', 'functions', 'others', 'CPU ms'],
];

const CATALOG_COLUMNS = ['1,000 products', 'catalog', 'accepted s', 'applied s', 'reads', 'writes', '$ per million'];

/** The table, the other figures and the goals as text. */
export function renderReport(report: Report): string {
  const { machine, memory, bundles, warmStartMs } = report;
  // With --only, most are not.
  const measured = goals(report).filter(({ value }) => !Number.isNaN(value));
  return [
    `${report.date}, ${machine.processors} × ${machine.model}, ${machine.platform}, Node ${machine.node}, run in ${figure(report.runSeconds)} s`,
    `Medians of at most ${report.rounds} rounds of ${report.secondsPerRound} s; ratio: hub / floor; CPU: milliseconds per request`,
    '',
    ...textTable([COLUMNS, ...report.rows.map(cellsOf)]),
    '',
    'approve → ordered: until the last request is ordered; p50 and p99 from the approval to the order at SAP',
    'availability: until it is accepted; CPU: until it is applied',
    '',
    ...textTable([CATALOG_COLUMNS, ...report.catalogs.map(catalogCells)]),
    '',
    `memory: ${figure(memory.idle)} MB idle, ${figure(memory.loaded)} MB after ${figure(memory.loadSeconds)} s of load`,
    `warm start: ${figure(warmStartMs / 1000)} s`,
    `largest bundle: ${bundles.largest}, ${figure(bundles.bytes / 1000)} kB, loads in ${figure(bundles.loadMs)} ms`,
    `client-dynamodb alone: ${figure(bundles.clientBytes / 1000)} kB, loads in ${figure(bundles.clientLoadMs)} ms`,
    '',
    ...textTable([['figure', 'value', 'goal', ''], ...measured.map(goalCells)]),
  ].join('\n');
}

function cellsOf({ work, connections, perSecond, floorPerSecond, ratio, ratioRange, p50, p99, cpu }: Row): string[] {
  return [
    ...[TITLES[work], String(connections), figure(perSecond), figure(floorPerSecond)],
    ...[figure(ratio), ratioRange.map(figure).join('–'), figure(p50), figure(p99)],
    ...[figure(cpu.main), figure(cpu.functions), figure(cpu.total - cpu.main - cpu.functions), figure(cpu.total)],
  ];
}

function catalogCells({ mode, catalog, acceptedMs, appliedMs, readUnits, writeUnits, dollars }: CatalogRow): string[] {
  const seconds = [acceptedMs, appliedMs].map((milliseconds) => figure(milliseconds / 1000));
  return [mode, String(catalog), ...seconds, figure(readUnits), figure(writeUnits), figure(dollars)];
}

function goalCells({ figure: name, value, goal, unit, reached }: Goal): string[] {
  const limit = 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  return [name, `${figure(value)} ${unit}`.trim(), `${limit} ${unit}`.trim(), reached ? 'reached' : 'not reached'];
}
