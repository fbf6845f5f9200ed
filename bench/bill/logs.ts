import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DATA_FILES } from '../../local/data-files.ts';

/** What the functions and the gateway of a hub have logged. */
export class Logs {
  readonly #directory: string;

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, DATA_FILES.logs);
  }

  /** By the name of the log. */
  bytes(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#files().map((file) => [basename(file, '.log'), statSync(file).size]));
  }

  /** Whether an invocation has a START line and no REPORT line. */
  hasRunningInvocation(): boolean {
    const lines = this.#files().flatMap((file) => readFileSync(file, 'utf8').split('\n'));
    const count = (start: string): number => lines.filter((line) => line.startsWith(start)).length;
    return count('START RequestId') > count('REPORT RequestId');
  }

  #files(): string[] {
    return readdirSync(this.#directory).map((name) => join(this.#directory, name));
  }
}
