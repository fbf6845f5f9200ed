import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** An append-only log. Each line is written synchronously, so that a kill loses none. */
export class LogFile {
  readonly #descriptor: number;
  #closed = false;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#descriptor = openSync(path, 'a');
  }

  line(text: string): void {
    // A worker that is being terminated may still write.
    if (!this.#closed) writeSync(this.#descriptor, `${text}\n`);
  }

  /** Writes the complete lines of a stream, so that several environments can share the file. */
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
