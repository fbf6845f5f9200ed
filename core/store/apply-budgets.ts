import { HubError } from '../domain/errors.ts';
import { budgetAfter } from '../pull/budget-rule.ts';
import type { Apply } from '../pull/puller.ts';
import type { PulledBudget } from '../pull/records.ts';
import { applyRecord } from './apply-record.ts';
import { queryBudgets, saveNewBudget, savePulledBudget } from './budgets.ts';
import { inParallel } from './in-parallel.ts';
import { findCostCenter } from './organizations.ts';
import type { Table } from './table.ts';
import { tryCommit } from './write.ts';

/** Brings budgets to what their ERP tells. A budget that the hub lacks is created from the plan. */
export function applyBudgets(table: Table): Apply<PulledBudget> {
  return (orgId, budgets) =>
    inParallel(budgets, (pulled) => applyRecord(pulled.cost_center, () => applyBudget(table, orgId, pulled)));
}

async function applyBudget(
  table: Table,
  orgId: string,
  pulled: PulledBudget,
): Promise<'changed' | 'unchanged' | undefined> {
  const { cost_center, fiscal_year, currency } = pulled;
  const [stored] = await queryBudgets(table, orgId, fiscal_year, cost_center);
  if (stored) {
    const next = budgetAfter(stored, pulled);
    if (!next) return 'unchanged';
    return (await tryCommit(table, [savePulledBudget(stored, next)])) ? 'changed' : undefined;
  }
  if (pulled.planned_minor === null) return 'unchanged';
  const costCenter = await findCostCenter(table, orgId, cost_center);
  if (!costCenter) {
    const message = `${cost_center} is mapped, but is no cost center of the organization.`;
    throw new HubError('validation.failed', message);
  }
  const { name } = costCenter;
  const none = { annual_minor: 0, spent_minor: 0, committed_minor: 0, hub_spent_minor: 0 };
  const empty = { org_id: orgId, fiscal_year, cost_center, name, currency, ...none };
  return (await tryCommit(table, [saveNewBudget(budgetAfter(empty, pulled) ?? empty)])) ? 'changed' : undefined;
}
