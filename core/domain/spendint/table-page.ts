import { type Columns, pathOf } from './table-query.ts';

export interface Page {
  readonly limit: number;
  readonly offset: number;
  /** Undefined: all columns of the table. */
  readonly fields: readonly (readonly string[])[] | undefined;
}

/** ServiceNow's default (spendint 38). */
export const MAX_LIMIT = 10_000;
const MAX_OFFSET = 1_000_000;

/** The page that `sysparm_limit`, `sysparm_offset` and `sysparm_fields` ask for. A larger limit is cut; an unknown field is left out. */
export function readPage(
  parameters: Readonly<Record<string, string | undefined>>,
  columns: Columns,
): Page | { readonly refusal: string } {
  const limit = wholeNumber(parameters.sysparm_limit || String(MAX_LIMIT));
  if (!limit) return { refusal: 'sysparm_limit must be a whole number of at least 1' };
  const offset = wholeNumber(parameters.sysparm_offset || '0');
  if (offset === undefined || offset > MAX_OFFSET) {
    return { refusal: `sysparm_offset must be a whole number from 0 to ${MAX_OFFSET}` };
  }
  const names = (parameters.sysparm_fields ?? '').split(',').map((name) => name.trim());
  const fields = names.filter(Boolean).flatMap((name) => {
    const path = pathOf(name, columns);
    return path ? [path] : [];
  });
  return { limit: Math.min(limit, MAX_LIMIT), offset, fields: names.some(Boolean) ? fields : undefined };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
