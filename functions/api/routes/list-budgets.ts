import * as z from 'zod/mini';
import { viewBudget } from '../../../core/domain/budget.ts';
import { FiscalYearSchema } from '../../../core/domain/fiscal-year.ts';
import { LIMITS } from '../../../core/domain/request-input.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { queryBudgets } from '../../../core/store/budgets.ts';
import { loadCostCenter } from '../../../core/store/organizations.ts';
import type { Table } from '../../../core/store/table.ts';
import { currentFiscalYear } from '../fiscal-year.ts';

const QuerySchema = z.strictObject({
  cost_center: z.optional(z.string().check(z.minLength(1), z.maxLength(LIMITS.code))),
  fiscal_year: z.optional(FiscalYearSchema),
});

/** The budgets of a fiscal year, by default the current one (procurement-api 42). */
export function listBudgets(table: Table) {
  return defineRoute('GET /v1/erp/budgets', {
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { cost_center, fiscal_year: year }, caller: { orgId }, nowMs }) {
      const fiscal_year = year ?? (await currentFiscalYear(table, orgId, nowMs));
      const budgets = await queryBudgets(table, orgId, fiscal_year, cost_center);
      // A cost center that was removed keeps its budgets.
      if (cost_center !== undefined && budgets.length === 0) await loadCostCenter(table, orgId, cost_center, nowMs);
      return { status: 200, body: { fiscal_year, data: budgets.map(viewBudget) } };
    },
  });
}
