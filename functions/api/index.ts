import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { authenticateJwt } from '../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson } from '../../core/runtime/http/handler.ts';
import { problemResponse } from '../../core/runtime/http/problem.ts';
import { openTable } from '../../core/store/table.ts';
import { apiRoutes } from './routes.ts';

/** The northbound API: employees and their tools request, approve and track purchases. */

const env = readEnv(ENV.tableName);
const table = openTable(env.TABLE_NAME);

export const handler = createHttpHandler(apiRoutes(table), {
  table,
  authenticate: authenticateJwt,
  problem: problemResponse,
  encode: encodeJson,
});
