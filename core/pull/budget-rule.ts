import type { Budget } from '../domain/budget.ts';
import { HubError } from '../domain/errors.ts';
import { isAmount } from '../domain/money.ts';
import type { PulledBudget } from './records.ts';

/**
 * A budget after its ERP has told of it; undefined when that is nothing new (procurement-api 115). The plan is the annual
 * budget. What is spent are the actual figures, or what the hub's own orders have spent, where the ERP does not have it
 * yet. What is committed is what the hub has committed, and what orders at the ERP commit that are not the hub's. Throws
 * `budget.currency_changed`,
 * and `validation.failed` for figures that are no amounts.
 */
export function budgetAfter(stored: Budget, pulled: PulledBudget): Budget | undefined {
  if (stored.currency !== pulled.currency) {
    const message = `The ERP has the figures of ${stored.cost_center} in ${pulled.currency}, and its budget is in ${stored.currency}.`;
    throw new HubError('budget.currency_changed', message);
  }
  const { planned_minor, actual_minor, committed_elsewhere_minor } = pulled;
  if (![planned_minor ?? 0, actual_minor, committed_elsewhere_minor].every(isAmount)) {
    throw new HubError('validation.failed', `The ERP's figures of ${stored.cost_center} are beyond any amount.`);
  }
  const { erp_committed_minor: elsewhere = 0 } = stored;
  const next: Budget = {
    ...stored,
    annual_minor: pulled.planned_minor ?? stored.annual_minor,
    spent_minor: Math.max(pulled.actual_minor, stored.hub_spent_minor),
    committed_minor: stored.committed_minor - elsewhere + pulled.committed_elsewhere_minor,
    erp_committed_minor: pulled.committed_elsewhere_minor,
  };
  const isSame =
    next.annual_minor === stored.annual_minor &&
    next.spent_minor === stored.spent_minor &&
    next.erp_committed_minor === elsewhere;
  return isSame ? undefined : next;
}
