import { afterEach, beforeEach, expect, jest } from '@jest/globals';
import * as z from 'zod/mini';

/** The log lines of the test that is running. */
export interface CapturedLogs {
  /** Each line without the keys that the logger adds to every line. */
  lines(): Record<string, unknown>[];
  /** Everything that was written, to search for what must never be. */
  text(): string;
}

const LineSchema = z.looseObject({ level: z.string(), message: z.string(), timestamp: z.string() });
const LOGGER_KEYS = new Set(['timestamp']);

/** Captures what the logger writes to stdout and stderr during each test of the file. Other output is written as usual. */
export function captureLogs(): CapturedLogs {
  let written: string[] = [];

  beforeEach(() => {
    written = [];
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        const text = String(chunk);
        if (!LineSchema.safeParse(parseJson(text)).success) return write(chunk);
        written.push(text);
        return true;
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  return {
    lines: () =>
      written.map((text) => {
        const line = LineSchema.parse(parseJson(text));
        return Object.fromEntries(Object.entries(line).filter(([key]) => !LOGGER_KEYS.has(key)));
      }),
    text: () => written.join(''),
  };
}

/** The `error` of a log line: the error's own keys and its stack, and no others. */
export function loggedError(error: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { stack: expect.any(String), ...error };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
