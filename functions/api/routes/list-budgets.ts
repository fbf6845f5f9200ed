import * as z from 'zod';
import { fiscalYearOf, summarizeBudget } from '../../../core/domain/budget.ts';
import { LIMITS } from '../../../core/domain/request-input.ts';
import { ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { listBudgets as listStoredBudgets } from '../../../core/store/budgets.ts';
import type { Table } from '../../../core/store/table.ts';

const QuerySchema = z.strictObject({
  cost_center: z.string().min(1).max(LIMITS.code).optional(),
  fiscal_year: z
    .string()
    .regex(/^\d{4}$/, { error: 'is not a year' })
    .transform(Number)
    .optional(),
});

/** `GET /v1/erp/budgets` (seed, "Get budget summaries"). */
export function listBudgets(table: Table) {
  return defineRoute({
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { cost_center, fiscal_year }, caller, nowMs }) {
      const year = fiscal_year ?? fiscalYearOf(nowMs / 1000);
      const budgets = await listStoredBudgets(table, caller.orgId, year, cost_center);
      return { status: 200, body: { fiscal_year: year, data: budgets.map(summarizeBudget) } };
    },
  });
}
