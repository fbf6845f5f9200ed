/** Text forms of dates, timestamps and decimals in OData V4's JSON. */

/** `Edm.Date`: a real day as `YYYY-MM-DD`. */
export function isDate(value: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  // An impossible day such as 30 February rolls over and no longer reads the same.
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/**
 * `Edm.DateTimeOffset` in the form in which the service writes it, UTC with seven decimals (precision 7, facts 1.5),
 * so that timestamps compare as texts. Undefined when the value is no timestamp.
 */
export function normalizeTimestamp(value: string): string | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,12}))?)?(Z|[+-]\d{2}:\d{2})$/.exec(value);
  if (!parts) return undefined;
  const [, day = '', minutes, seconds = '00', fraction = '', zone] = parts;
  const instant = new Date(`${day}T${minutes}:${seconds}${zone}`);
  if (!isDate(day) || Number.isNaN(instant.getTime())) return undefined;
  return `${instant.toISOString().slice(0, 19)}.${fraction.slice(0, 7).padEnd(7, '0')}Z`;
}

export function dateOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** How many decimals a number needs; `1.10` needs one. */
export function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

export function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round((value + Number.EPSILON * Math.sign(value)) * factor) / factor;
}

/** SAP keeps all-digit ids with leading zeros and shows them without; both are accepted. */
export function withoutLeadingZeros(id: string): string {
  return /^0+\d+$/.test(id) ? id.replace(/^0+(?=\d)/, '') : id;
}
