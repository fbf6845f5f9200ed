import type { JwtCaller } from '../../core/runtime/http/caller.ts';
import type { Route } from '../../core/runtime/http/route.ts';
import type { Table } from '../../core/store/table.ts';
import type { ManagementRouteKey } from './route-keys.ts';
import { getIntegrationHealth } from './routes/get-integration-health.ts';
import { putBudget } from './routes/put-budget.ts';
import { resumeIntegration } from './routes/resume-integration.ts';
import { retryIntegration } from './routes/retry-integration.ts';

/** The routes by which administrators manage an organization. */
export function managementRoutes(table: Table): { readonly [Key in ManagementRouteKey]: Route<JwtCaller, Key> } {
  return {
    'GET /v1/integrations/{partner}/health': getIntegrationHealth(table),
    'POST /v1/integrations/{partner}/resume': resumeIntegration(table),
    'POST /v1/integrations/{partner}/retry': retryIntegration(table),
    'PUT /v1/erp/budgets/{fiscal_year}/{cost_center}': putBudget(table),
  };
}
