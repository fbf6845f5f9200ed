import type { PendingInvocation } from './async-invocations.ts';
import type { FunctionDefinition } from './definition.ts';
import type { Invocation } from './invocation.ts';

/** What an on-failure destination gets, https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function failedInvocationDocument(
  { arn }: FunctionDefinition,
  { event, attempts }: PendingInvocation,
  last: Invocation,
): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: last.requestId,
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempts + 1,
    },
    requestPayload: JSON.parse(event),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: last.functionError },
    responsePayload: JSON.parse(last.payload),
  };
}
