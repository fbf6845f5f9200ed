import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A local runtime in a process of its own, on free ports and with its own data, for tests to use, kill and restart. */

export interface Hub {
  readonly api: string;
  readonly aws: string;
  readonly issuer: string;
  readonly partners: { readonly sap: string };
  readonly credentials: { readonly sap: { readonly username: string; readonly password: string } };
  readonly tokens: { readonly requester: string; readonly approver: string; readonly admin: string };
  readonly org: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON body; undefined when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of an answer by looking
  readonly body: any;
}

export interface CallOptions {
  /** `requester` when absent; null sends no token. */
  readonly token?: string | null;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestNode {
  /** As of the last start. */
  readonly hub: Hub;
  readonly dataDir: string;
  readonly pid: number;
  api(method: string, path: string, options?: CallOptions): Promise<ApiAnswer>;
  /** What `npm run token` prints. */
  token(subject: { user: string; org?: string; roles: string; expiresIn?: number }): Promise<string>;
  /** The control API of SAP's simulator: `sap('POST', '/faults', [{kind: 'drop-after'}])`. */
  sap(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** The operator's controls: `control('POST', '/functions/sync-sap/kill')`. */
  control(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** SIGKILL, as a crash of the machine. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and data; a running one is stopped before. */
  restart(): Promise<void>;
  /** SIGTERM; fails when the node doesn't end well. Removes the data if the test gave no directory. */
  stop(): Promise<void>;
  /** The lines that a function has logged, for example `logs('sync-sap')`. */
  logs(functionName: string): string[];
}

const ROOT = resolve(__dirname, '../../..');
const STARTED = 'procurement-hub is ready';
const START_DEADLINE_MS = 60_000;

export interface StartOptions {
  /** A temporary one when absent. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another checkout to run than this one. */
  readonly checkout?: string;
}

export async function startRuntime(options: StartOptions = {}): Promise<TestNode> {
  const { checkout = ROOT } = options;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'hub-'));
  let process = await spawnNode(checkout, dataDir, { HUB_PORT: '0', PARTNERS_PORT: '0', ...options.env });
  let hub = readHub(dataDir);

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (process.exitCode !== null || process.signalCode !== null) return process.exitCode;
    const ended = once(process, 'exit');
    process.kill(signal);
    await ended;
    return process.exitCode;
  };
  const stop = async (): Promise<void> => {
    const code = await end('SIGTERM');
    if (process.signalCode === null && code !== 0) throw new Error(`the node ended with ${code}`);
  };

  return {
    get hub() {
      return hub;
    },
    get pid() {
      return process.pid ?? 0;
    },
    dataDir,
    api: (method, path, { token = hub.tokens.requester, body, headers = {} } = {}) =>
      call(method, hub.api + path, body, { ...(token && { authorization: `Bearer ${token}` }), ...headers }),
    token: ({ user, org = hub.org, roles, expiresIn }) =>
      printedToken(dataDir, [
        ...['--user', user, '--org', org, '--roles', roles],
        ...(expiresIn === undefined ? [] : ['--expires-in', String(expiresIn)]),
      ]),
    sap: (method, path, body) => call(method, `${hub.partners.sap}/_control${path}`, body),
    control: (method, path, body) => call(method, `${hub.aws}/_hub${path}`, body),
    kill: async () => {
      await end('SIGKILL');
    },
    restart: async () => {
      await stop();
      const ports = { HUB_PORT: new URL(hub.api).port, PARTNERS_PORT: new URL(hub.partners.sap).port };
      process = await spawnNode(checkout, dataDir, { ...options.env, ...ports });
      hub = readHub(dataDir);
    },
    stop: async () => {
      await stop();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
    logs: (name) => {
      const file = join(dataDir, 'logs', `procurement-hub-dev-${name}.log`);
      return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    },
  };
}

/** Repeats `check` until it neither throws nor answers undefined or false; at the deadline it fails as the last try did. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  { deadline = 10_000, every = 25 }: { readonly deadline?: number; readonly every?: number } = {},
): Promise<T> {
  const end = Date.now() + deadline;
  for (;;) {
    try {
      const result = await check();
      if (result !== undefined && result !== false) return result;
      if (Date.now() > end) throw new Error(`still not so after ${deadline} ms`);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((wake) => setTimeout(wake, every));
  }
}

async function spawnNode(
  checkout: string,
  dataDir: string,
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['local/main.ts'], {
    cwd: checkout,
    env: { ...process.env, ...env, HUB_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
      if (said.includes(STARTED)) ready.resolve();
    });
  }
  child.once('exit', (code) => ready.reject(new Error(`the node ended with ${code}:\n${said}`)));
  const late = setTimeout(() => ready.reject(new Error(`the node did not start:\n${said}`)), START_DEADLINE_MS);
  try {
    await ready.promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(late);
  }
  return child;
}

function readHub(dataDir: string): Hub {
  return JSON.parse(readFileSync(join(dataDir, 'hub.json'), 'utf8'));
}

async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  const isText = typeof body === 'string';
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && !isText && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text || undefined };
}

async function printedToken(dataDir: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['local/token.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, HUB_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [printed, complaint] = ['', ''];
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (complaint += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(complaint);
  return printed.trim();
}
