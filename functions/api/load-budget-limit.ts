import type { Budget } from '../../core/domain/budget.ts';
import type { Organization } from '../../core/domain/organization.ts';
import { queryBudgets } from '../../core/store/budgets.ts';
import type { Table } from '../../core/store/table.ts';

/** The budget that an amount must fit; undefined where the organization lets budgets be exceeded, or has none. */
export async function loadBudgetLimit(
  table: Table,
  { org_id, budget_policy }: Organization,
  year: number,
  costCenter: string,
): Promise<Budget | undefined> {
  if (budget_policy !== 'block') return undefined;
  const [budget] = await queryBudgets(table, org_id, year, costCenter);
  return budget;
}
