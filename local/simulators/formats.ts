/** Dates and decimals as the vendors' JSON writes them. */

/** A real day as `YYYY-MM-DD`. */
export function isDate(value: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  // An impossible day such as 30 February becomes another one.
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

export function dateOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** How many decimals a number has; `1.10` has one. */
export function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

export function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round((value + Number.EPSILON * Math.sign(value)) * factor) / factor;
}
