/** What no meter of one machine can tell, in one place. */

/**
 * The time of an invocation, because that of a shared machine says nothing about Lambda: warm, its calls one after another.
 * An AWS call is the latency of DynamoDB in the same region, which AWS calls single-digit milliseconds
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html), with the SDK's work on half a vCPU.
 */
export const LAMBDA_MILLISECONDS = { invocation: 5, awsCall: 7, partnerCall: 250 } as const;

/**
 * Lambda polls a queue with five pollers at least (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html).
 * AWS does not say how long an empty receive takes; 15 a minute were observed, which are five of SQS's longest wait
 * (https://github.com/getlift/lift/issues/132). An empty receive is billed.
 */
export const POLLERS = 5;
export const POLL_SECONDS = 20;
