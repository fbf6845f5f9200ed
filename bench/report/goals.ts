import type { Bundles } from '../bundles/index.ts';
import type { WorkName } from '../works.ts';
import type { CatalogRow } from './catalog-row.ts';
import type { Row } from './row.ts';

export interface Memory {
  /** Resident memory in megabytes before any request, and after the load. */
  readonly idle: number;
  readonly loaded: number;
  /** How long the hub was under load. */
  readonly loadSeconds: number;
}

export interface Figures {
  readonly rows: readonly Row[];
  readonly memory: Memory;
  readonly catalogs: readonly CatalogRow[];
  readonly warmStartMs: number;
  readonly bundles: Bundles;
}

export interface Goal {
  readonly figure: string;
  readonly value: number;
  readonly goal: { readonly atLeast: number } | { readonly atMost: number };
  readonly unit: string;
  readonly reached: boolean;
}

/** The figures that this project wants to reach; docs/performance.md says why these. */
export function goals({ rows, memory, warmStartMs, bundles }: Figures): Goal[] {
  const row = (work: WorkName, connections: number): Row | undefined =>
    rows.find((one) => one.work === work && one.connections === connections);
  const perSecond = (work: WorkName): number => row(work, 50)?.perSecond ?? Number.NaN;
  const ratio = (connections: number, work: WorkName = 'create'): number => row(work, connections)?.ratio ?? Number.NaN;
  return [
    atLeast(0.07, 'create / floor, 50 connections', ratio(50)),
    atLeast(0.15, 'create / floor, 8 connections', ratio(8)),
    atLeast(0.1, 'availability / floor, 50 connections', ratio(50, 'availability')),
    atMost(3, 'processor time per create, all threads', row('create', 50)?.cpu.total ?? Number.NaN, 'ms'),
    atLeast(1.2, 'lists of 20 / creates per second', perSecond('list') / perSecond('create')),
    atLeast(0.5, 'orders / creates per second', perSecond('approve') / perSecond('create')),
    atMost(300, `largest bundle (${bundles.largest})`, bundles.bytes / 1000, 'kB'),
    atMost(1.2, 'its load time / client-dynamodb alone', bundles.loadRatio),
    atMost(250, 'memory, idle', memory.idle, 'MB'),
    atMost(450, `memory after ${memory.loadSeconds.toFixed(0)} s of load`, memory.loaded, 'MB'),
    atMost(1, 'warm start', warmStartMs / 1000, 's'),
  ];
}

function atLeast(limit: number, figure: string, value: number, unit = ''): Goal {
  return { figure, value, goal: { atLeast: limit }, unit, reached: value >= limit };
}

function atMost(limit: number, figure: string, value: number, unit = ''): Goal {
  return { figure, value, goal: { atMost: limit }, unit, reached: value <= limit };
}
