import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { authenticateJwt, type JwtCaller } from '../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson } from '../../core/runtime/http/handler.ts';
import { problemResponse } from '../../core/runtime/http/problem.ts';
import type { Route } from '../../core/runtime/http/route.ts';
import { openTable } from '../../core/store/table.ts';
import type { ManagementRouteKey } from './route-keys.ts';
import { getIntegrationHealth } from './routes/get-integration-health.ts';
import { putBudget } from './routes/put-budget.ts';
import { resumeIntegration } from './routes/resume-integration.ts';
import { retryIntegration } from './routes/retry-integration.ts';
import { startSync } from './routes/start-sync.ts';
import { updateVendor } from './routes/update-vendor.ts';

/** The management part of the northbound API: administrators set up and look after an organization (ADR 14). */

const env = readEnv(ENV.tableName);
const table = openTable(env.TABLE_NAME);

const routes: { readonly [Key in ManagementRouteKey]: Route<JwtCaller, Key> } = {
  'POST /v1/erp/sync': startSync(table),
  'PATCH /v1/erp/vendors/{id}': updateVendor(table),
  'PUT /v1/erp/budgets/{fiscal_year}/{cost_center}': putBudget(table),
  'GET /v1/integrations/{partner}/health': getIntegrationHealth(table),
  'POST /v1/integrations/{partner}/resume': resumeIntegration(table),
  'POST /v1/integrations/{partner}/retry': retryIntegration(table),
};

export const handler = createHttpHandler(routes, {
  table,
  authenticate: authenticateJwt,
  problem: problemResponse,
  encode: encodeJson,
});
