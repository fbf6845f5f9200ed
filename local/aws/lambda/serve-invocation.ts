import { randomBytes } from 'node:crypto';
import type { Usage } from '../service.ts';
import type { FunctionDefinition } from './definition.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import { errorPayload, type Invocation, MAX_PAYLOAD_BYTES } from './invocation.ts';
import type { LogFile } from './log-file.ts';

export interface ServeOptions {
  readonly definition: FunctionDefinition;
  readonly log: LogFile;
  readonly onUsage: (usage: Usage) => void;
}

/** One invocation in one environment, logged and billed as Lambda does. `init` is above 0 for a cold start. */
export async function serveInvocation(
  { definition, log, onUsage }: ServeOptions,
  environment: ExecutionEnvironment,
  { requestId, event, init }: { readonly requestId: string; readonly event: string; readonly init: number },
): Promise<Invocation> {
  const { timeoutSeconds } = definition;
  const timedOut = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  const job = {
    event,
    deadline: Date.now() + timeoutSeconds * 1000,
    traceId: newTraceId(),
    context: contextOf(definition, requestId),
  };
  log.line(`START RequestId: ${requestId} Version: $LATEST`);
  const start = performance.now();
  const result = await environment.run(job, errorPayload('Sandbox.Timedout', timedOut));
  const duration = performance.now() - start;
  // The function's runtime logs what the handler throws; a time-out or an exit ends the runtime too.
  if (result.ended) log.line(`${new Date().toISOString()} ${requestId} ${result.payload}`);
  // The init phase is billed, https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/
  const billed = Math.ceil(duration + init);
  const report = reportLine(definition, { requestId, duration, billed, init, memoryUsed: result.memoryUsed });
  log.line(`END RequestId: ${requestId}\n${report}`);
  const gbSeconds = (definition.memoryMegabytes / 1024) * (billed / 1000);
  onUsage({ billedMilliseconds: billed, gbSeconds, ...(init > 0 && { coldStarts: 1 }) });

  if (Buffer.byteLength(result.payload) > MAX_PAYLOAD_BYTES) {
    const limit = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
    const payload = errorPayload('Function.ResponseSizeTooLarge', limit);
    return { requestId, payload, functionError: 'Unhandled' };
  }
  return { requestId, payload: result.payload, functionError: result.failed ? 'Unhandled' : undefined };
}

function reportLine(
  { memoryMegabytes }: FunctionDefinition,
  report: { requestId: string; duration: number; billed: number; init: number; memoryUsed: number },
): string {
  return [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.duration.toFixed(2)} ms`,
    `Billed Duration: ${report.billed} ms`,
    `Memory Size: ${memoryMegabytes} MB`,
    `Max Memory Used: ${Math.ceil(report.memoryUsed / 1_048_576)} MB`,
    ...(report.init > 0 ? [`Init Duration: ${report.init.toFixed(2)} ms`] : []),
  ].join('\t');
}

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html, without `getRemainingTimeInMillis`: the runtime adds
 * it, because functions can't be sent to another thread.
 */
function contextOf({ name, arn, memoryMegabytes }: FunctionDefinition, requestId: string): Record<string, unknown> {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    memoryLimitInMB: String(memoryMegabytes),
  };
}

function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Sampled=0`;
}
