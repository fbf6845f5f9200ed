import { openClaimCheck } from '../../core/runtime/claim-check.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createHttpHandler } from '../../core/runtime/http/handler.ts';
import { createImportQueue } from '../../core/runtime/import-queue.ts';
import { createPasswordVerifier } from '../../core/runtime/passwords.ts';
import { openSqs } from '../../core/runtime/sqs.ts';
import { openTable } from '../../core/store/table.ts';
import { createAuthenticator } from './authenticate.ts';
import { encode } from './encode.ts';
import { supplierProblem } from './problem.ts';
import { createRateLimit } from './rate-limit.ts';
import { supplierRoutes } from './routes.ts';

/** The API of suppliers: they post catalogs, prices, availability and documents of orders in ServiceNow's dialect (ADR 15). */

const env = readEnv(ENV.tableName, ENV.importQueueUrl, ENV.importBucket);
const table = openTable(env.TABLE_NAME);
const clock = Date.now;

export const handler = createHttpHandler(
  supplierRoutes({
    table,
    imports: createImportQueue(env.IMPORT_QUEUE_URL, openSqs(), openClaimCheck(env.IMPORT_BUCKET)),
    clock,
  }),
  {
    table,
    authenticate: createAuthenticator({
      table,
      verify: createPasswordVerifier(clock),
      limitRate: createRateLimit(table),
      clock,
    }),
    problem: supplierProblem,
    encode,
  },
);
