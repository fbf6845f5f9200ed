import * as z from 'zod/mini';
import { COST_GROUPS, summarizeCosts } from '../../../core/domain/cost-summary.ts';
import { FiscalYearSchema } from '../../../core/domain/fiscal-year.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { queryCosts } from '../../../core/store/costs.ts';
import type { Table } from '../../../core/store/table.ts';
import { currentFiscalYear } from '../fiscal-year.ts';

const QuerySchema = z.strictObject({ group_by: z.enum(COST_GROUPS), fiscal_year: z.optional(FiscalYearSchema) });

/** What requests cost by what they are charged to, of one fiscal year or of all (procurement-api 76–78). */
export function getCosts(table: Table) {
  return defineRoute('GET /v1/erp/costs', {
    roles: ROLES,
    query: QuerySchema,
    async handle({ query: { group_by, fiscal_year: year }, caller: { orgId }, nowMs }) {
      const costs = await queryCosts(table, orgId);
      const within = year === undefined ? undefined : { year, current: await currentFiscalYear(table, orgId, nowMs) };
      return {
        status: 200,
        body: { group_by, fiscal_year: year ?? null, data: summarizeCosts(costs, group_by, within) },
      };
    },
  });
}
