import { setTimeout } from 'node:timers/promises';
import type { HubFile } from '../runtime/hub-file.ts';

export interface ApiResponse {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the demo compares documents without knowing all of their fields
  readonly body: any;
}

interface Result {
  readonly system: string;
  readonly what: string;
  readonly actual: string;
  readonly mark: '✓' | '✗';
}

const POLL_MS = 50;

/** Calls the hub and SAP's simulator, compares their responses with the expected ones, and reports. */
export class DemoClient {
  readonly #hub: HubFile;
  readonly #print: (line: string) => void;
  readonly #results: Result[] = [];

  constructor(hub: HubFile, print: (line: string) => void) {
    this.#hub = hub;
    this.#print = print;
  }

  get failures(): number {
    return this.#results.filter(({ mark }) => mark === '✗').length;
  }

  chapter(title: string): void {
    this.#print(`\n${title}`);
  }

  /** Calls the API as one of the three users. */
  api(user: keyof HubFile['tokens'], method: string, path: string, body?: object): Promise<ApiResponse> {
    return call(this.#hub.api + path, method, { authorization: `Bearer ${this.#hub.tokens[user]}` }, body);
  }

  /** Calls the control API of SAP's simulator. */
  sap(method: string, path: string, body?: object): Promise<ApiResponse> {
    return call(`${this.#hub.partners.sap}/_control${path}`, method, {}, body);
  }

  /** Calls the API of suppliers as the first supplier of the organization. */
  supplier(method: string, path: string, body?: object): Promise<ApiResponse> {
    const { username, password } = this.#supplier;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    return call(this.#hub.api + path, method, { authorization }, body);
  }

  get supplierId(): string {
    return this.#supplier.supplier_id;
  }

  get #supplier(): HubFile['suppliers'][number] {
    const own = this.#hub.suppliers.find(({ username }) => username.startsWith(`${this.#hub.org}/`));
    if (!own) throw new Error('The organization has no supplier.');
    return own;
  }

  /** Compares and reports one result of a system; a pattern is matched against its text. */
  expect(system: string, what: string, expected: unknown, actual: unknown): void {
    const text = show(actual);
    const isExpected = expected instanceof RegExp ? expected.test(text) : show(expected) === text;
    const mark = isExpected ? '✓' : '✗';
    this.#results.push({ system, what, actual: text, mark });
    this.#print(`  ${mark} ${what}: ${text}${isExpected ? '' : ` (expected ${show(expected)})`}`);
  }

  /** Repeats a GET as the requester until its body is as wanted or the deadline has passed; returns the last body. */
  async until(path: string, isWanted: (body: ApiResponse['body']) => boolean, deadlineMs: number) {
    const end = Date.now() + deadlineMs;
    for (;;) {
      const { body } = await this.api('requester', 'GET', path);
      if (isWanted(body) || Date.now() > end) return body;
      await setTimeout(POLL_MS);
    }
  }

  summary(): string {
    const results = this.#results;
    const width = (column: 'system' | 'what') => Math.max(...results.map((result) => result[column].length));
    const [systems, whats] = [width('system'), width('what')];
    const lines = results.map(
      ({ mark, system, what, actual }) => `${mark} ${system.padEnd(systems)}  ${what.padEnd(whats)}  ${actual}`,
    );
    const { failures } = this;
    const outcome =
      failures === 0 ? `All ${results.length} results are` : `${failures} of ${results.length} results are not`;
    return ['', 'What happened where', ...lines, '', `${outcome} as expected.`].join('\n');
  }
}

async function call(url: string, method: string, headers: Record<string, string>, body?: object): Promise<ApiResponse> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.map(show).join(', ') : String(value);
}
