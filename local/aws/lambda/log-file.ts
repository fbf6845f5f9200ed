import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** An append-only log. Each line is written synchronously, so that a kill loses none. */
export class LogFile {
  /** For threads that write lines of their own, until they have ended. */
  readonly descriptor: number;
  #closed = false;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.descriptor = openSync(path, 'a');
  }

  line(text: string): void {
    // What ended while the log was being closed may still have a line.
    if (!this.#closed) writeSync(this.descriptor, `${text}\n`);
  }

  close(): void {
    this.#closed = true;
    closeSync(this.descriptor);
  }
}
