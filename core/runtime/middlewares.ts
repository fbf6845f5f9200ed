import type { MiddlewareObj } from '@middy/core';
import { logger } from './logger.ts';

/** Gives every log line of the invocation its request id and the given keys, and none of the invocation before. */
export function logContext<Event>(keysOf: (event: Event) => Record<string, string> = () => ({})): MiddlewareObj<Event> {
  return {
    before: ({ event, context }) => {
      logger.resetKeys();
      logger.appendKeys({ request_id: context.awsRequestId, ...keysOf(event) });
    },
  };
}

/** Logs the error that ends an invocation. The error is thrown on, so that Lambda counts and retries the invocation. */
export function logErrors(): MiddlewareObj {
  return {
    onError: ({ error }) => {
      if (error) logger.error('Invocation failed', error);
    },
  };
}

export function errorResponses<Event, Response>(
  toResponse: (error: unknown, event: Event) => Response,
): MiddlewareObj<Event, Response> {
  return {
    onError: (request) => {
      request.response = toResponse(request.error, request.event);
    },
  };
}
