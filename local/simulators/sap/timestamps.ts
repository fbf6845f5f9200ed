import { isDate } from '../formats.ts';

/**
 * An `Edm.DateTimeOffset` as the service writes it: UTC with seven decimals (sap 39), so timestamps compare as strings.
 * Undefined when the value is no timestamp.
 */
export function normalizeTimestamp(value: string): string | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,12}))?)?(Z|[+-]\d{2}:\d{2})$/.exec(value);
  if (!parts) return undefined;
  const [, day = '', minutes, seconds = '00', fraction = '', zone] = parts;
  const instant = new Date(`${day}T${minutes}:${seconds}${zone}`);
  if (!isDate(day) || Number.isNaN(instant.getTime())) return undefined;
  return `${instant.toISOString().slice(0, 19)}.${fraction.slice(0, 7).padEnd(7, '0')}Z`;
}

/** An instant as the service writes it. */
export function timestampOf(now: number): string {
  return `${new Date(now).toISOString().slice(0, -1)}0000Z`;
}

/** The time now, or the next millisecond after `previous` when the clock has not moved since. */
export function timestampAfter(previous: string, now: number): string {
  return timestampOf(Math.max(now, (Date.parse(previous) || 0) + 1));
}
