import { type Budget, BudgetSchema } from '../domain/budget.ts';
import { HubError } from '../domain/errors.ts';
import { queryAll, type Table, type Write } from './table.ts';

/** Budgets: one item per cost center, in a partition per organization and fiscal year. */

function budgetPartition(orgId: string, year: number): string {
  return `ORG#${orgId}#BUDGETS#${year}`;
}
export function budgetKey(orgId: string, year: number, costCenter: string) {
  return {
    pk: budgetPartition(orgId, year),
    sk: costCenter,
  };
}

/** A fiscal year's budgets, or one cost center's; strongly consistent, so that they never lag behind an approval. */
export async function listBudgets(table: Table, orgId: string, year: number, costCenter?: string): Promise<Budget[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: costCenter === undefined ? 'pk = :pk' : 'pk = :pk AND sk = :sk',
    ExpressionAttributeValues: {
      ':pk': budgetPartition(orgId, year),
      ...(costCenter !== undefined && { ':sk': costCenter }),
    },
    ConsistentRead: true,
  });
  return items.map((item) => BudgetSchema.parse(item));
}

/** Moves an amount into `committed`; refused when there is no such budget, or it is kept in another currency. */
export function commitBudget(
  orgId: string,
  year: number,
  costCenter: string,
  { minor, currency }: { readonly minor: number; readonly currency: string },
): Write {
  return {
    update: {
      Key: budgetKey(orgId, year, costCenter),
      UpdateExpression: 'SET committed_minor = committed_minor + :amount',
      ConditionExpression: 'currency = :currency',
      ExpressionAttributeValues: { ':amount': minor, ':currency': currency },
    },
    onConditionFailed: () =>
      new HubError(
        'conflict',
        'budget.missing',
        `Cost center ${costCenter} has no budget in ${currency} for fiscal year ${year} to commit this amount to.`,
      ),
  };
}

/** Creates a budget, or changes its name and allocation; what was spent and committed since stays. */
export function allocateBudget(budget: Budget): Write {
  return {
    update: {
      Key: budgetKey(budget.org_id, budget.fiscal_year, budget.cost_center),
      UpdateExpression: `SET entity = :entity, org_id = :org, fiscal_year = :year, cost_center = :center, #name = :name, \
annual_minor = :annual, currency = :currency, spent_minor = if_not_exists(spent_minor, :spent), \
committed_minor = if_not_exists(committed_minor, :committed)`,
      ConditionExpression: 'attribute_not_exists(currency) OR currency = :currency',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: {
        ':entity': 'budget',
        ':org': budget.org_id,
        ':year': budget.fiscal_year,
        ':center': budget.cost_center,
        ':name': budget.name,
        ':annual': budget.annual_minor,
        ':currency': budget.currency,
        ':spent': budget.spent_minor,
        ':committed': budget.committed_minor,
      },
    },
    onConditionFailed: () =>
      new HubError(
        'conflict',
        'budget.currency_changed',
        `Budget ${budget.cost_center} ${budget.fiscal_year} exists in another currency.`,
      ),
  };
}
