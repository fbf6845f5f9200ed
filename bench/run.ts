import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { HubClient } from './bill/hub-client.ts';
import { measureBundles } from './bundles/index.ts';
import { startFloor } from './floor/floor-process.ts';
import { liftPartnerLimits, orderTimes } from './hub/bench-hub.ts';
import { catalogProducts, createSupplier, postProducts } from './hub/supplier.ts';
import { residentMegabytes } from './measure/process-usage.ts';
import { Rounds, untilIdle } from './measure/rounds.ts';
import { type StartedHub, startHub } from './measure/start-hub.ts';
import { sum } from './measure/statistics.ts';
import type { BenchOptions } from './options.ts';
import type { Progress } from './progress.ts';
import type { Figures } from './report/goals.ts';
import type { Report } from './report/index.ts';
import { type Sample, toRow } from './report/row.ts';
import { measureCatalogs } from './suppliers/measure-catalogs.ts';
import { AVAILABLE_PRODUCTS, CONNECTIONS, TITLES, WORKS } from './works.ts';
import type { Workspace } from './workspace.ts';

const ALL_CONNECTIONS = [...new Set(Object.values(CONNECTIONS).flat())];
const WARM_UP_MS = 1_500;
const WARM_UP_CONNECTIONS = 8;
const EXIT_NOTICE_MS = 200;
/** A row whose rounds take this many times as long as they should gets no further one. */
const MAX_OVERTIME = 3;
const MIN_ROUNDS = 2;

/** Measures everything. Rejects at the first request that fails. */
export async function runBench(options: BenchOptions, workspace: Workspace, { step }: Progress): Promise<Report> {
  const start = performance.now();
  step('starting a hub, and again to measure that');
  const started = await startHub(workspace);
  const { rows, memory, catalogs } = await measureHub(started, options, workspace, step).catch(async (error) => {
    throw await explained(error, started);
  });
  await started.process.stop();
  step('loading bundles');
  const bundles = await measureBundles(join(workspace.directory, 'bundles'));
  return {
    date: new Date().toISOString(),
    machine: {
      processors: availableParallelism(),
      model: cpus()[0]?.model.trim() ?? '',
      platform: `${process.platform} ${process.arch}`,
      node: process.versions.node,
    },
    rounds: options.rounds,
    secondsPerRound: options.seconds,
    rows,
    memory,
    catalogs,
    warmStartMs: started.warmStartMs,
    bundles,
    runSeconds: (performance.now() - start) / 1000,
  };
}

async function measureHub(
  { hub, pid, process: { dataDirectory } }: StartedHub,
  options: BenchOptions,
  { directory, own }: Workspace,
  step: Progress['step'],
): Promise<Pick<Figures, 'rows' | 'memory' | 'catalogs'>> {
  await untilIdle(pid);
  const idle = residentMegabytes(pid);
  const floor = await startFloor(join(directory, 'floor.log'), own);
  await liftPartnerLimits(hub);
  const supplier = await createSupplier(hub, 'BENCH-LOAD');
  await postProducts(hub, supplier, 'catalog', 'sync', catalogProducts(0, AVAILABLE_PRODUCTS));
  const rounds = new Rounds({ hub, hubPid: pid, floor, supplier });
  step('warming up');
  for (const work of WORKS) {
    await rounds.hub(work, WARM_UP_CONNECTIONS, WARM_UP_MS);
    await rounds.floor(work, WARM_UP_CONNECTIONS, WARM_UP_MS / 5);
  }
  const samples = await measureRounds(rounds, options, step);
  const loaded = residentMegabytes(pid);
  const times = await orderTimes(hub);
  const loadMs = sum(samples.flatMap((sample) => sample.rounds.map((round) => round.hub.milliseconds)));
  return {
    rows: samples.map((sample) => toRow(sample, times)),
    memory: { idle, loaded, loadSeconds: loadMs / 1000 },
    catalogs: await measureCatalogs(new HubClient({ hub, dataDirectory }), options.catalogs, step),
  };
}

async function measureRounds(
  rounds: Rounds,
  { rounds: count, seconds, only }: BenchOptions,
  step: Progress['step'],
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const connections of ALL_CONNECTIONS) {
    const works = only ? [only] : WORKS;
    for (const work of works.filter((one) => CONNECTIONS[one].includes(connections))) {
      const done: Sample['rounds'][number][] = [];
      const end = performance.now() + MAX_OVERTIME * count * seconds * 1000;
      for (let round = 1; round <= count; round += 1) {
        if (round > MIN_ROUNDS && performance.now() > end) break;
        step(`${TITLES[work]}, connections: ${connections}, round ${round} of ${count}`);
        const hub = await rounds.hub(work, connections, seconds * 1000);
        done.push({ hub, floorPerSecond: await rounds.floor(work, connections, seconds * 500) });
      }
      samples.push({ work, connections, rounds: done });
    }
  }
  return samples;
}

/** A hub that has ended is why a call failed. */
async function explained(error: unknown, { process: hubProcess }: StartedHub): Promise<unknown> {
  await setTimeout(EXIT_NOTICE_MS);
  return hubProcess.isRunning ? error : new Error('The hub has ended.', { cause: error });
}
