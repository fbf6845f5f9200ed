import type { Context } from 'aws-lambda';

/** The context of a Lambda invocation. */
export function invocation({ requestId = 'req-lambda', remainingMs = 30_000 } = {}): Context {
  return {
    awsRequestId: requestId,
    functionName: 'procurement-hub-dev-test',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:procurement-hub-dev-test',
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/procurement-hub-dev-test',
    logStreamName: 'test',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => remainingMs,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
