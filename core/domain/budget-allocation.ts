import * as z from 'zod/mini';
import type { Budget } from './budget.ts';
import { HubError, invalidFields } from './errors.ts';
import { FiscalYearSchema } from './fiscal-year.ts';
import { decimalsFault, MAX_AMOUNT, toMinor } from './money.ts';
import type { CostCenter } from './organization.ts';
import { CurrencySchema, LIMITS, text } from './request-input.ts';

/** What an administrator allocates to a cost center for a fiscal year (procurement-api 75). */
export const BudgetAllocationSchema = z.strictObject({
  annual_budget: z.number().check(z.minimum(0), z.maximum(MAX_AMOUNT)),
  currency: CurrencySchema,
  /** The name that the budget has, or the cost center's, unless given. */
  name: z.optional(text(LIMITS.name)),
});

export const BudgetPathSchema = z.object({
  fiscal_year: FiscalYearSchema,
  cost_center: text(LIMITS.code),
});

/**
 * The budget with what is allocated; what `found` has spent and committed stays. Throws `budget.currency_changed`, or
 * `validation.failed` for an amount that its currency doesn't have.
 */
export function allocate(
  { annual_budget, currency, name }: z.infer<typeof BudgetAllocationSchema>,
  { fiscalYear, costCenter }: { readonly fiscalYear: number; readonly costCenter: CostCenter },
  found: Budget | undefined,
): Budget {
  const message = decimalsFault(annual_budget, currency);
  if (message !== undefined) throw invalidFields([{ path: 'annual_budget', message }]);
  if (found && found.currency !== currency) {
    const message = `The budget of ${costCenter.code} for ${fiscalYear} is in ${found.currency}, which can't be changed.`;
    throw new HubError('budget.currency_changed', message);
  }
  const { org_id, code: cost_center } = costCenter;
  const nothing = { spent_minor: 0, committed_minor: 0, hub_spent_minor: 0, name: costCenter.name };
  return {
    ...(found ?? nothing),
    org_id,
    fiscal_year: fiscalYear,
    cost_center,
    annual_minor: toMinor(annual_budget, currency),
    currency,
    ...(name !== undefined && { name }),
  };
}
