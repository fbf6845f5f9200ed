import middy from '@middy/core';
import { logContext, logErrors } from './middlewares.ts';

/** The wrapper of an entry point that a schedule, people or the CLI invoke: the result is the response. */
export function createInvocationHandler<Result>(handle: (event: unknown, remainingMs: number) => Promise<Result>) {
  return middy<unknown, Result>()
    .use(logContext())
    .use(logErrors())
    .handler((event, context) => handle(event, context.getRemainingTimeInMillis()));
}
