/**
 * Lambda's Node.js runtime: loads the bundle, then serves one event after the other.
 * It is JavaScript because it starts in every worker thread: stripping types would double the cold start.
 */
import { readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

const { file, exportName, taskRoot, memoryLimit, jobsSent, clockOffsetMs, logDescriptor } = workerData;
const MEMORY_CHECK_MS = 50;
/** The machine's clock, which the deadline is measured by; the function's may be off. */
const { now } = Date;

const taskPaths = [taskRoot, ...readdirSync(taskRoot, { recursive: true }).map((path) => join(taskRoot, path))];
const deployed = taskState();
let memoryUsed = 0;
let jobsServed = 0;

function describe(error) {
  const { name = 'Error', message = String(error), stack = '' } = error ?? {};
  return JSON.stringify({ errorType: name, errorMessage: message, trace: String(stack).split('\n') });
}

/** Complete lines go to the log at once: a kill loses none, and environments of one function share the file. */
function logOutput(stream) {
  let rest = '';
  const write = (text) => {
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) writeSync(logDescriptor, rest + text.slice(0, end));
    rest = end > 0 ? text.slice(end) : rest + text;
  };
  const decoder = new TextDecoder();
  stream._writev = null;
  stream._write = (chunk, _encoding, done) => {
    write(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
    done();
  };
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

function post(message) {
  parentPort.postMessage({ ...message, memoryUsed });
}

/** The main thread ends the environment. The function does nothing more until then. */
function endEnvironment(errorType, errorMessage) {
  post({ type: 'end', payload: JSON.stringify({ errorType, errorMessage }) });
  Atomics.wait(jobsSent, 0, jobsServed);
}

/** V8 limits the heap alone; here its external memory counts too, which is what buffers take. */
function checkMemory() {
  const { total_physical_size, external_memory } = getHeapStatistics();
  memoryUsed = Math.max(memoryUsed, total_physical_size + external_memory);
  if (memoryUsed > memoryLimit) endEnvironment('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed');
}

/** Changes when a file or folder in the task folder is written, added, renamed or removed. */
function taskState() {
  return taskPaths.map((path) => statSync(path, { throwIfNoEntry: false })?.ctimeMs).join();
}

/** A thread can't be kept from writing, so what it wrote is detected. */
function checkTaskFolder() {
  if (taskState() !== deployed)
    endEnvironment('Error', `EROFS: read-only file system, the function changed ${taskRoot}`);
}

/**
 * Lambda freezes an environment between invocations. Here the thread waits, and with it timers, sockets and promises.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
function waitForJob() {
  Atomics.wait(jobsSent, 0, jobsServed);
  jobsServed += 1;
  return receiveMessageOnPort(parentPort).message;
}

/** Two turns of the event loop run the timers that fell due and close the sockets that were closed meanwhile. */
async function thaw() {
  for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
}

for (const stream of [process.stdout, process.stderr]) logOutput(stream);
const memoryChecks = setInterval(checkMemory, MEMORY_CHECK_MS).unref();
if (clockOffsetMs !== 0) (await import('./shifted-clock.mjs')).shiftClock(clockOffsetMs);
const { handler, failure } = await load();
// Keeps the thread alive while a handler awaits something that isn't in the event loop.
memoryChecks.ref();
let outcome = { type: 'loaded', failure };
for (;;) {
  checkMemory();
  checkTaskFolder();
  post(outcome);
  const job = waitForJob();
  await thaw();
  outcome = { type: 'result', ...(await invoke(handler, job)) };
}
