import * as z from 'zod/mini';
import type { Organization } from './organization.ts';

/** A fiscal year in a path or a query. */
export const FiscalYearSchema = z.pipe(
  z.string().check(z.regex(/^\d{4}$/, { error: 'must be a year of four digits' })),
  z.transform(Number),
);

/** The organization's fiscal year of a moment in Unix seconds, in UTC: that in which it ends (procurement-api 42). */
export function fiscalYearOf(
  unixSeconds: number,
  { fiscal_year_start_month }: Pick<Organization, 'fiscal_year_start_month'>,
): number {
  const date = new Date(unixSeconds * 1000);
  const beginsNext = fiscal_year_start_month > 1 && date.getUTCMonth() + 1 >= fiscal_year_start_month;
  return date.getUTCFullYear() + (beginsNext ? 1 : 0);
}
