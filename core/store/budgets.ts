import { type Budget, type BudgetMovement, BudgetSchema } from '../domain/budget.ts';
import { HubError } from '../domain/errors.ts';
import { ENTITY } from './names.ts';
import { queryAll, type Table } from './table.ts';
import { insertItem, versionConflict, type Write } from './write.ts';

/** Budgets: one item per cost center, in a partition per organization and fiscal year. */

function budgetPartition(orgId: string, year: number): string {
  return `ORG#${orgId}#BUDGETS#${year}`;
}
function budgetKey(orgId: string, year: number, costCenter: string) {
  return {
    pk: budgetPartition(orgId, year),
    sk: costCenter,
  };
}

/** The budgets of a fiscal year, or of one cost center in it; strongly consistent, so that an approval shows at once. */
export async function queryBudgets(table: Table, orgId: string, year: number, costCenter?: string): Promise<Budget[]> {
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

/**
 * Adds amounts to `committed` and `spent`. Fails with `budget.missing` without a budget in that currency, and with
 * `conflict.version` when the commitment must fit a budget that has changed since it was read.
 */
export function saveMovement({ orgId, year, costCenter, committed, spent, currency, within }: BudgetMovement): Write {
  const fit = within ? fitCondition(within, committed) : undefined;
  return {
    update: {
      Key: budgetKey(orgId, year, costCenter),
      UpdateExpression: `SET committed_minor = committed_minor + :committed, spent_minor = spent_minor + :spent, \
hub_spent_minor = if_not_exists(hub_spent_minor, :zero) + :spent`,
      ConditionExpression: ['currency = :currency', ...(fit ? [fit.expression] : [])].join(' AND '),
      ExpressionAttributeValues: {
        ':committed': committed,
        ':spent': spent,
        ':zero': 0,
        ':currency': currency,
        ...fit?.values,
      },
    },
    onConditionFailed: fit
      ? versionConflict(`The budget of ${costCenter}`)
      : () =>
          new HubError(
            'budget.missing',
            `Cost center ${costCenter} has no budget in ${currency} for fiscal year ${year} to commit this amount to: have an administrator create it, then repeat the call.`,
          ),
  };
}

/** A condition can't calculate, so it fixes what the limit was calculated from. */
function fitCondition({ annual_minor, spent_minor }: Budget, amount: number) {
  return {
    expression: 'annual_minor = :annual AND spent_minor = :already AND committed_minor <= :max',
    values: { ':annual': annual_minor, ':already': spent_minor, ':max': annual_minor - spent_minor - amount },
  };
}

/** Creates a budget or changes its name and allocation; an existing budget keeps its spent and committed amounts. */
export function saveBudgetAllocation(budget: Budget): Write {
  return {
    update: {
      Key: budgetKey(budget.org_id, budget.fiscal_year, budget.cost_center),
      UpdateExpression: `SET entity = :entity, org_id = :org, fiscal_year = :year, cost_center = :center, #name = :name, \
annual_minor = :annual, currency = :currency, spent_minor = if_not_exists(spent_minor, :spent), \
committed_minor = if_not_exists(committed_minor, :committed)`,
      ConditionExpression: 'attribute_not_exists(currency) OR currency = :currency',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: {
        ':entity': ENTITY.budget,
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
        'budget.currency_changed',
        `Budget ${budget.cost_center} ${budget.fiscal_year} exists in another currency.`,
      ),
  };
}

/** Saves a budget as an ERP has told of it, on condition that what the figures depend on is as it was read. */
export function savePulledBudget(seen: Budget, next: Budget): Write {
  const { erp_committed_minor: elsewhere = 0 } = seen;
  const { erp_committed_minor: elsewhereNow = 0 } = next;
  return {
    update: {
      Key: budgetKey(next.org_id, next.fiscal_year, next.cost_center),
      UpdateExpression:
        'SET annual_minor = :annual, spent_minor = :spent, committed_minor = committed_minor + :more, erp_committed_minor = :erp',
      ConditionExpression: `currency = :currency AND annual_minor = :seenAnnual AND spent_minor = :seenSpent AND \
(erp_committed_minor = :seenErp${elsewhere === 0 ? ' OR attribute_not_exists(erp_committed_minor)' : ''})`,
      ExpressionAttributeValues: {
        ':annual': next.annual_minor,
        ':spent': next.spent_minor,
        ':more': elsewhereNow - elsewhere,
        ':erp': elsewhereNow,
        ':currency': seen.currency,
        ':seenAnnual': seen.annual_minor,
        ':seenSpent': seen.spent_minor,
        ':seenErp': elsewhere,
      },
    },
    onConditionFailed: versionConflict(`The budget of ${seen.cost_center}`),
  };
}

/** Inserts a budget. */
export function saveNewBudget(budget: Budget): Write {
  const key = budgetKey(budget.org_id, budget.fiscal_year, budget.cost_center);
  return insertItem(`The budget of ${budget.cost_center}`, { ...key, entity: ENTITY.budget, ...budget });
}
