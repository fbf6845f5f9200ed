import * as z from 'zod/mini';
import { fiscalYearOf, viewBudget } from '../../../core/domain/budget.ts';
import { LIMITS } from '../../../core/domain/request-input.ts';
import { unixSeconds } from '../../../core/domain/time.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { queryBudgets } from '../../../core/store/budgets.ts';
import { findRecentOrganization } from '../../../core/store/organizations.ts';
import type { Table } from '../../../core/store/table.ts';

const QuerySchema = z.strictObject({
  cost_center: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.code))),
  fiscal_year: z.optional(
    z.pipe(z.string().check(z.regex(/^\d{4}$/, { error: 'must be a year of four digits' })), z.transform(Number)),
  ),
});

/** The budgets of a fiscal year, by default the current one (procurement-api 42). */
export function listBudgets(table: Table) {
  return defineRoute('GET /v1/erp/budgets', {
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { cost_center, fiscal_year: year }, caller, nowMs }) {
      const fiscal_year = year ?? (await currentYear(table, caller.orgId, nowMs));
      const budgets = await queryBudgets(table, caller.orgId, fiscal_year, cost_center);
      return { status: 200, body: { fiscal_year, data: budgets.map(viewBudget) } };
    },
  });
}

/** The organization's fiscal year; the calendar year for an organization that is not set up, which has no budgets. */
async function currentYear(table: Table, orgId: string, nowMs: number): Promise<number> {
  const calendar = (await findRecentOrganization(table, orgId, nowMs)) ?? { fiscal_year_start_month: 1 };
  return fiscalYearOf(unixSeconds(nowMs), calendar);
}
