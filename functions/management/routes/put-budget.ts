import { viewBudget } from '../../../core/domain/budget.ts';
import { allocate, BudgetAllocationSchema, BudgetPathSchema } from '../../../core/domain/budget-allocation.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { parseInput } from '../../../core/runtime/parse-input.ts';
import { queryBudgets, saveBudgetAllocation } from '../../../core/store/budgets.ts';
import { loadCostCenter } from '../../../core/store/organizations.ts';
import type { Table } from '../../../core/store/table.ts';

/** Creates a budget or changes what it allocates; what is spent and committed stays (procurement-api 75). */
export function putBudget(table: Table) {
  return defineRoute('PUT /v1/erp/budgets/{fiscal_year}/{cost_center}', {
    roles: ['procurement_admin'],
    body: BudgetAllocationSchema,
    async handle({ body, params, caller: { orgId }, nowMs }) {
      const { fiscal_year, cost_center } = parseInput(BudgetPathSchema, params);
      const { costCenter } = await loadCostCenter(table, orgId, cost_center, nowMs);
      const [found] = await queryBudgets(table, orgId, fiscal_year, cost_center);
      const budget = allocate(body, { fiscalYear: fiscal_year, costCenter }, found);
      return {
        status: found ? 200 : 201,
        body: { fiscal_year, ...viewBudget(budget) },
        writes: [saveBudgetAllocation(budget)],
      };
    },
  });
}
