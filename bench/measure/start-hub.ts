import type { HubProcess } from '../../local/hub-process.ts';
import type { HubFile } from '../../local/runtime/hub-file.ts';
import { createHub } from '../hub/create-hub.ts';
import type { Workspace } from '../workspace.ts';
import { median } from './statistics.ts';

export interface StartedHub {
  readonly process: HubProcess;
  readonly hub: HubFile;
  readonly pid: number;
  /** From the start of the process until the hub is ready, with data and caches of an earlier start. */
  readonly warmStartMs: number;
}

const WARM_STARTS = 3;

/** Starts a fresh hub, and again several times to measure that; the last one goes on. */
export async function startHub(workspace: Workspace): Promise<StartedHub> {
  const process = createHub(workspace, ['--unthrottled']);
  let hub = await process.start();
  const starts: number[] = [];
  for (let start = 1; start <= WARM_STARTS; start += 1) {
    await process.stop();
    const before = performance.now();
    hub = await process.start();
    starts.push(performance.now() - before);
  }
  const { pid } = process;
  if (pid === undefined) throw new Error('The hub has ended.');
  return { process, hub, pid, warmStartMs: median(starts) };
}
