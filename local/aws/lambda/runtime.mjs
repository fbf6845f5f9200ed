/**
 * Lambda's Node.js runtime: loads the bundle, then serves one event after the other.
 * It is JavaScript because it starts in every worker thread: stripping types would double the cold start.
 */
import { pathToFileURL } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';

const { file, exportName, clockOffsetMs } = workerData;
/** The machine's clock, which the deadline is measured by; the function's may be off. */
const { now } = Date;

function describe(error) {
  const { name = 'Error', message = String(error), stack = '' } = error ?? {};
  return JSON.stringify({ errorType: name, errorMessage: message, trace: String(stack).split('\n') });
}

async function load() {
  let bundle;
  try {
    bundle = await import(pathToFileURL(file).href);
  } catch (error) {
    console.error(`Uncaught Exception\t${describe(error)}`);
    return { failure: describe(error) };
  }
  if (typeof bundle[exportName] === 'function') return { handler: bundle[exportName] };
  const errorMessage = `${file}: ${exportName} is undefined or not exported`;
  return { failure: JSON.stringify({ errorType: 'Runtime.HandlerNotFound', errorMessage, trace: [] }) };
}

/** Log lines reach the main thread before the result does, so that they stand between their START and END. */
function flush() {
  return Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))));
}

async function invoke(handler, { event, context, deadline, traceId }) {
  process.env._X_AMZN_TRACE_ID = traceId;
  try {
    const getRemainingTimeInMillis = () => Math.max(0, deadline - now());
    const result = await handler(JSON.parse(event), { ...context, getRemainingTimeInMillis });
    return { payload: JSON.stringify(result) ?? 'null', failed: false };
  } catch (error) {
    console.error(`${new Date().toISOString()}\t${context.awsRequestId}\tERROR\tInvoke Error \t${describe(error)}`);
    return { payload: describe(error), failed: true };
  }
}

if (clockOffsetMs !== 0) (await import('./shifted-clock.mjs')).shiftClock(clockOffsetMs);
const { handler, failure } = await load();
parentPort.on('message', async (job) => {
  const result = await invoke(handler, job);
  await flush();
  parentPort.postMessage({ type: 'result', heapBytes: getHeapStatistics().total_physical_size, ...result });
});
await flush();
parentPort.postMessage({ type: 'loaded', failure });
