import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DATA_FILES } from '../../local/data-files.ts';

/** What the functions and the gateway of a hub have logged, by the name of the log. */
export function logBytes(dataDirectory: string): Readonly<Record<string, number>> {
  return Object.fromEntries(logFiles(dataDirectory).map((file) => [basename(file, '.log'), statSync(file).size]));
}

/** Whether an invocation has a START line and no REPORT line. */
export function hasRunningInvocation(dataDirectory: string): boolean {
  const lines = logFiles(dataDirectory).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const count = (start: string): number => lines.filter((line) => line.startsWith(start)).length;
  return count('START RequestId') > count('REPORT RequestId');
}

function logFiles(dataDirectory: string): string[] {
  const directory = join(dataDirectory, DATA_FILES.logs);
  return readdirSync(directory).map((name) => join(directory, name));
}
