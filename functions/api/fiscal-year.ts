import { fiscalYearOf } from '../../core/domain/fiscal-year.ts';
import { unixSeconds } from '../../core/domain/time.ts';
import { findRecentOrganization } from '../../core/store/organizations.ts';
import type { Table } from '../../core/store/table.ts';

/** The organization's fiscal year; the calendar year for an organization that is not set up, which has no budgets. */
export async function currentFiscalYear(table: Table, orgId: string, nowMs: number): Promise<number> {
  const calendar = (await findRecentOrganization(table, orgId, nowMs)) ?? { fiscal_year_start_month: 1 };
  return fiscalYearOf(unixSeconds(nowMs), calendar);
}
