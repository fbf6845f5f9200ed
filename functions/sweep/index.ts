import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createInvocationHandler } from '../../core/runtime/invocation.ts';
import { logger } from '../../core/runtime/logger.ts';
import { createSweep } from '../../core/runtime/sweep.ts';
import { openTable } from '../../core/store/table.ts';

const env = readEnv(ENV.tableName);
const sweep = createSweep(openTable(env.TABLE_NAME), Date.now);

/** Kept of the invocation's time for the writes that are under way. */
const MARGIN_MS = 10_000;

/** Notifies again what is due and has lost its message. A rule invokes it each minute. */
export const handler = createInvocationHandler(async (_, remainingMs) => {
  const result = await sweep(Date.now() + remainingMs - MARGIN_MS);
  logger.info('Sweep ended', { ...result });
  return result;
});
