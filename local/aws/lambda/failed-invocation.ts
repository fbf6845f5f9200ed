import type { GivenUp, PendingInvocation } from './async-invocations.ts';
import type { FunctionDefinition } from './definition.ts';

/** An on-failure destination's document, https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function failedInvocationDocument(
  { arn }: FunctionDefinition,
  { event, attempts }: PendingInvocation,
  { requestId, last }: GivenUp,
): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: last?.requestId ?? requestId,
      functionArn: `${arn}:$LATEST`,
      condition: last ? 'RetriesExhausted' : 'EventAgeExceeded',
      approximateInvokeCount: last ? attempts + 1 : attempts,
    },
    requestPayload: JSON.parse(event),
    ...(last && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: last.functionError },
      responsePayload: JSON.parse(last.payload),
    }),
  };
}
