import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A function's log. Every line is with the operating system before the next one is taken: a kill loses none. */
export class LogFile {
  readonly #descriptor: number;
  #closed = false;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#descriptor = openSync(path, 'a');
  }

  line(text: string): void {
    // What a dying worker still says after the log is closed has no reader any more.
    if (!this.#closed) writeSync(this.#descriptor, `${text}\n`);
  }

  /** Writes a stream's lines as they get whole, so that several environments can share the file. */
  follow(stream: NodeJS.ReadableStream): void {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const end = chunk.lastIndexOf('\n');
      if (end < 0) {
        rest += chunk;
        return;
      }
      this.line(rest + chunk.slice(0, end));
      rest = chunk.slice(end + 1);
    });
  }

  close(): void {
    this.#closed = true;
    closeSync(this.#descriptor);
  }
}
