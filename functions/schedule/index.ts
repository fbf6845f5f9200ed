import * as z from 'zod/mini';
import { JOB_SCOPES } from '../../core/pull/scopes.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createInvocationHandler } from '../../core/runtime/invocation.ts';
import { logger } from '../../core/runtime/logger.ts';
import { parseInput } from '../../core/runtime/parse-input.ts';
import { createPullSchedule } from '../../core/runtime/pull-schedule.ts';
import { openTable } from '../../core/store/table.ts';

const env = readEnv(ENV.tableName);
const schedule = createPullSchedule(openTable(env.TABLE_NAME), Date.now);

const InputSchema = z.strictObject({ scope: z.enum(JOB_SCOPES) });

/** Kept of the invocation's time for the organizations that are under way. */
const MARGIN_MS = 10_000;

/** Starts the syncs of a scope with every enabled ERP. A rule per scope invokes it at the scope's rate. */
export const handler = createInvocationHandler(async (event, remainingMs) => {
  const { scope } = parseInput(InputSchema, event);
  const result = await schedule(scope, Date.now() + remainingMs - MARGIN_MS);
  logger.info('Syncs scheduled', { scope, ...result });
  if (result.failed > 0)
    throw new Error(`${result.failed} organizations' syncs could not be scheduled; the log names them.`);
  return result;
});
