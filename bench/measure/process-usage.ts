import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { errorCode } from '../../local/error-code.ts';
import { sum } from './statistics.ts';

/** Processor time in milliseconds, since the process started or between two readings; NaN where the system tells only the total. */
export interface CpuTime {
  readonly total: number;
  readonly main: number;
  readonly functions: number;
}

const IS_LINUX = process.platform === 'linux';
/** Linux shows programs hundredths of a second: https://man7.org/linux/man-pages/man7/time.7.html */
const TICK_MS = 10;
/** Node's name of a worker thread; the local runtime has one per execution environment. */
const WORKER_NAME = 'WorkerThread';

export function cpuTime(pid: number): CpuTime {
  if (!IS_LINUX) return { total: parseDuration(ps(pid, 'time')), main: Number.NaN, functions: Number.NaN };
  let [main, functions] = [0, 0];
  for (const id of readdirSync(`/proc/${pid}/task`)) {
    const { name, milliseconds } = readStat(`/proc/${pid}/task/${id}/stat`) ?? { name: '', milliseconds: 0 };
    if (Number(id) === pid) main = milliseconds;
    else if (name === WORKER_NAME) functions += milliseconds;
  }
  // The process counts threads that have ended, too.
  return { total: readStat(`/proc/${pid}/stat`)?.milliseconds ?? 0, main, functions };
}

/** What was used between two readings. */
export function since(before: CpuTime, after: CpuTime): CpuTime {
  return {
    total: after.total - before.total,
    main: after.main - before.main,
    // Less when an environment has ended.
    functions: Math.max(0, after.functions - before.functions),
  };
}

/** Resident memory in megabytes. */
export function residentMegabytes(pid: number): number {
  if (!IS_LINUX) return (Number(ps(pid, 'rss')) * 1024) / 1e6;
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

/** Undefined for a thread that has ended since the list was read. */
function readStat(path: string): { name: string; milliseconds: number } | undefined {
  try {
    const [, name = '', rest = ''] = /\((.*)\) (.*)/s.exec(readFileSync(path, 'utf8')) ?? [];
    const fields = rest.split(' ');
    // Fields 14 and 15 of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; `rest` begins with field 3.
    return { name, milliseconds: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
}

/** `[[days-]hours:]minutes:seconds`, the seconds with or without decimals. */
export function parseDuration(text: string): number {
  const [time = '', days = '0'] = text.split('-').reverse();
  const seconds = time.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}

/** What one request used on average. */
export function perRequest(used: readonly CpuTime[], requests: number): CpuTime {
  const mean = (part: keyof CpuTime): number => sum(used.map((time) => time[part])) / requests;
  return { total: mean('total'), main: mean('main'), functions: mean('functions') };
}
