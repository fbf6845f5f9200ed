/** Structured logs to CloudWatch, one JSON document per line. They carry ids, never bodies, secrets or personal data. */

type Fields = Readonly<Record<string, unknown>>;

let context: Fields = {};

export const logger = {
  /** Keys of every line of the invocation. */
  appendKeys(keys: Fields): void {
    context = { ...context, ...keys };
  },
  resetKeys(): void {
    context = {};
  },
  info: (message: string, fields?: Fields): void => write('INFO', message, fields),
  warn: (message: string, fields?: Fields): void => write('WARN', message, fields),
  error: (message: string, fields?: Fields | Error): void =>
    write('ERROR', message, fields instanceof Error ? { error: fields } : fields),
};

function write(level: string, message: string, fields: Fields | undefined): void {
  const timestamp = new Date().toISOString();
  const line = { level, message, timestamp, ...context, ...fields };
  process.stdout.write(`${JSON.stringify(line, plainValues())}\n`);
}

/** A replacer: what JSON does not have must not end an invocation that only logs it. */
function plainValues(): (key: string, value: unknown) => unknown {
  const seen = new Set<unknown>();
  return (_key, value) => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null) return value;
    // An error may be its own cause.
    if (seen.has(value)) return '[repeated]';
    seen.add(value);
    if (!(value instanceof Error)) return value;
    // Of an error only these: the SDK's and zod's carry items and input.
    const { name, message, stack, cause } = value;
    return { name, message, stack, cause };
  };
}

/** What was thrown, as an Error: only an Error is logged with its stack. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
