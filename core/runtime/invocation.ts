import middy from '@middy/core';
import { logContext, logErrors } from './middlewares.ts';

/** The wrapper of an entry point that people or the CLI invoke: the result is the response. */
export function createInvocationHandler<Result>(handle: (event: unknown) => Promise<Result>) {
  return middy<unknown, Result>().use(logContext()).use(logErrors()).handler(handle);
}
