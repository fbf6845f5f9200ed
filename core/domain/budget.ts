import * as z from 'zod/mini';
import { HubError } from './errors.ts';
import { toDecimal } from './money.ts';

/** A cost center's budget in one fiscal year. Amounts are minor units of `currency`. */
export const BudgetSchema = z.object({
  org_id: z.string(),
  fiscal_year: z.int(),
  cost_center: z.string(),
  name: z.string(),
  annual_minor: z.int(),
  spent_minor: z.int(),
  committed_minor: z.int(),
  /** The part of `spent_minor` that the hub's own orders have spent: the rest is what others tell. */
  hub_spent_minor: z._default(z.int(), 0),
  /** The part of `committed_minor` that orders at the ERP commit which are not the hub's. */
  erp_committed_minor: z.optional(z.int()),
  currency: z.string(),
});
export type Budget = z.infer<typeof BudgetSchema>;

/** Amounts to add to what a budget has committed and spent, in minor units; negative to take them back. */
export interface BudgetMovement {
  readonly orgId: string;
  readonly year: number;
  readonly costCenter: string;
  readonly committed: number;
  readonly spent: number;
  readonly currency: string;
  /** The budget that the commitment must fit, in its currency, where the organization forbids exceeding it. */
  readonly within?: Budget | undefined;
}

/** What has a budget: a request or an order. */
interface Budgeted {
  readonly org_id: string;
  readonly cost_center: string;
  readonly currency: string;
  readonly budget_year: number | null;
}

/**
 * The movement of amounts in the budget that a request or order is committed in; none for one without, or for nothing.
 * Throws `budget.exceeded` for a commitment that does not fit `within`, if that is a budget in its currency.
 */
export function movementOf(
  { org_id: orgId, cost_center: costCenter, currency, budget_year: year }: Budgeted,
  { committed, spent = 0 }: { readonly committed: number; readonly spent?: number },
  within?: Budget,
): BudgetMovement | undefined {
  if (year === null || (committed === 0 && spent === 0)) return undefined;
  const limit = committed > 0 && within?.currency === currency ? within : undefined;
  if (limit) requireFunds(limit, committed);
  // Without the sign that JavaScript's zero may have.
  return { orgId, year, costCenter, committed: committed + 0, spent: spent + 0, currency, within: limit };
}

/** The budget as the API shows it (procurement-api 43, 45): decimals; `remaining` and `utilization_percent` are computed. */
export function viewBudget(budget: Budget) {
  const used = budget.spent_minor + budget.committed_minor;
  return {
    cost_center: budget.cost_center,
    name: budget.name,
    annual_budget: toDecimal(budget.annual_minor, budget.currency),
    spent: toDecimal(budget.spent_minor, budget.currency),
    committed: toDecimal(budget.committed_minor, budget.currency),
    remaining: toDecimal(budget.annual_minor - used, budget.currency),
    utilization_percent: budget.annual_minor === 0 ? 0 : Number(((100 * used) / budget.annual_minor).toFixed(2)),
    currency: budget.currency,
  };
}

/** Throws `budget.exceeded` unless the budget has this amount left, in minor units of its currency. */
export function requireFunds(budget: Budget, amount: number): void {
  const remaining = budget.annual_minor - budget.spent_minor - budget.committed_minor;
  if (amount <= remaining) return;
  const [asked, left] = [amount, remaining].map((minor) => `${toDecimal(minor, budget.currency)} ${budget.currency}`);
  const message = `The budget of ${budget.cost_center} for ${budget.fiscal_year} has ${left} left, and the request costs ${asked}.`;
  throw new HubError('budget.exceeded', message);
}
