import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { adverseSeed } from './adverse.ts';
import { requireDocumented } from './documented.ts';
import { call, type HttpResponse } from './http.ts';
import { endProcess, runScript, startRuntime } from './runtime-process.ts';

/** What `hub.json` says, as far as tests use it. */
export interface HubInfo {
  readonly api: string;
  readonly aws: string;
  readonly issuer: string;
  readonly partners: { readonly sap: string };
  readonly credentials: { readonly sap: { readonly username: string; readonly password: string } };
  readonly tokens: { readonly requester: string; readonly approver: string; readonly admin: string };
  readonly org: string;
  readonly suppliers: readonly SupplierAccess[];
}

/** What a supplier calls the hub with. */
export interface SupplierAccess {
  readonly supplier_id: string;
  readonly name: string;
  readonly username: string;
  readonly password: string;
}

export interface CallOptions {
  /** `requester` when absent; null sends no token. */
  readonly token?: string | null;
  /** An object is sent as JSON, a string as it is, bytes without a content type. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TokenSubject {
  readonly user: string;
  readonly org?: string;
  readonly roles: string;
  /** In seconds. */
  readonly expiresIn?: number;
}

export const ROOT = resolve(__dirname, '../../..');
const ANY_PORT = { HUB_PORT: '0', PARTNERS_PORT: '0' };

/** A running hub, reached as its users and operators reach it. */
export class TestHub {
  readonly dataDirectory: string;
  /** As of the last start. */
  info: HubInfo;

  constructor(dataDirectory: string) {
    this.dataDirectory = dataDirectory;
    this.info = readInfo(dataDirectory);
  }

  /** Calls the API. Throws for an answer that docs/openapi.json does not have. */
  async api(method: string, path: string, options: CallOptions = {}): Promise<HttpResponse> {
    const { token = this.info.tokens.requester, body, headers = {} } = options;
    const authorization = token ? { authorization: `Bearer ${token}` } : {};
    const response = await call(method, this.info.api + path, body, { ...authorization, ...headers });
    requireDocumented(method, path, response);
    return response;
  }

  /** What `npm run token` prints. */
  async token({ user, org = this.info.org, roles, expiresIn }: TokenSubject): Promise<string> {
    const expiry = expiresIn === undefined ? [] : ['--expires-in', String(expiresIn)];
    const args = ['--user', user, '--org', org, '--roles', roles, ...expiry];
    const { status, output } = await runScript(ROOT, 'token.ts', args, { HUB_DATA_DIR: this.dataDirectory });
    if (status !== 0) throw new Error(output);
    return output.trim();
  }

  /** The control API of SAP's simulator: `sap('POST', '/faults', [{kind: 'drop-after'}])`. */
  sap(method: string, path: string, body?: unknown): Promise<HttpResponse> {
    return call(method, `${this.info.partners.sap}/_control${path}`, body);
  }

  /** The admin API: `admin('POST', '/functions/sync-sap/kill')`. */
  admin(method: string, path: string, body?: unknown): Promise<HttpResponse> {
    return call(method, `${this.info.aws}/_hub${path}`, body);
  }

  /** The lines that a function has logged, for example `logs('sync-sap')`. */
  logs(functionName: string): string[] {
    const file = join(this.dataDirectory, 'logs', `procurement-hub-dev-${functionName}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  }
}

/** A hub of one suite's own, to stop and to kill. */
export class OwnHub extends TestHub {
  readonly #checkout: string;
  #process: ChildProcess;

  constructor(dataDirectory: string, checkout: string, process: ChildProcess) {
    super(dataDirectory);
    this.#checkout = checkout;
    this.#process = process;
  }

  /** SIGKILL, as a crash of the machine. */
  async kill(): Promise<void> {
    await endProcess(this.#process, 'SIGKILL');
  }

  /** Starts it again on the same ports and data; a running one is stopped before. */
  async restart(): Promise<void> {
    await this.stop();
    const { api, partners } = this.info;
    const ports = { HUB_PORT: new URL(api).port, PARTNERS_PORT: new URL(partners.sap).port };
    this.#process = await startRuntime(this.#checkout, this.dataDirectory, ports);
    this.info = readInfo(this.dataDirectory);
  }

  /** SIGTERM; fails when the runtime doesn't end well. */
  async stop(): Promise<void> {
    const code = await endProcess(this.#process, 'SIGTERM');
    if (code !== 0 && this.#process.signalCode === null) throw new Error(`the runtime ended with ${code}`);
  }
}

/** Starts a hub for one suite, on free ports and with its own data; `checkout` is another checkout than this one. */
export async function startHub({ checkout = ROOT }: { readonly checkout?: string } = {}): Promise<OwnHub> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'hub-'));
  return new OwnHub(dataDirectory, checkout, await startRuntime(checkout, dataDirectory, ANY_PORT));
}

/**
 * The hub that the suites of one jest worker share: the first suite starts it, and the cleanup of the test run ends it.
 * Suites that share it assert on their own requests, users and organizations only.
 */
export async function sharedHub(): Promise<TestHub> {
  const dataDirectory = join(tmpdir(), `shared-hub-${process.env.JEST_WORKER_ID}-${adverseSeed ?? 'calm'}`);
  if (!existsSync(join(dataDirectory, 'hub.json'))) (await startRuntime(ROOT, dataDirectory, ANY_PORT)).unref();
  return new TestHub(dataDirectory);
}

function readInfo(dataDirectory: string): HubInfo {
  return JSON.parse(readFileSync(join(dataDirectory, 'hub.json'), 'utf8'));
}
