import type { HubFile } from '../runtime/hub-file.ts';

/** Calls the hub and SAP's simulator, compares their responses with the expected ones, and reports. */
export interface DemoClient {
  chapter(title: string): void;
  /** Calls the API as one of the three users. */
  api(user: keyof HubFile['tokens'], method: string, path: string, body?: object): Promise<ApiResponse>;
  /** Calls the control API of SAP's simulator. */
  sap(method: string, path: string, body?: object): Promise<ApiResponse>;
  /** Compares and reports one result of a system; a pattern is matched against its text. */
  expect(system: string, what: string, expected: unknown, actual: unknown): void;
  /** Repeats a call until its response is as wanted or the deadline has passed; returns the last response. */
  until(
    call: () => Promise<ApiResponse>,
    wanted: (response: ApiResponse) => boolean,
    deadlineMs: number,
  ): Promise<ApiResponse>;
  summary(): string;
  failures(): number;
}

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

export function createDemoClient(hub: HubFile, print: (line: string) => void): DemoClient {
  const results: Result[] = [];
  const failures = (): number => results.filter(({ mark }) => mark === '✗').length;

  return {
    chapter: (title) => print(`\n${title}`),
    api: (user, method, path, body) =>
      call(hub.api + path, method, { authorization: `Bearer ${hub.tokens[user]}` }, body),
    sap: (method, path, body) => call(`${hub.partners.sap}/_control${path}`, method, {}, body),
    expect(system, what, expected, actual) {
      const text = show(actual);
      const isExpected = expected instanceof RegExp ? expected.test(text) : show(expected) === text;
      const mark = isExpected ? '✓' : '✗';
      results.push({ system, what, actual: text, mark });
      print(`  ${mark} ${what}: ${text}${isExpected ? '' : ` (expected ${show(expected)})`}`);
    },
    async until(call, wanted, deadlineMs) {
      const end = Date.now() + deadlineMs;
      for (;;) {
        const response = await call();
        if (wanted(response) || Date.now() > end) return response;
        await new Promise((wake) => setTimeout(wake, POLL_MS));
      }
    },
    failures,
    summary() {
      const width = (column: 'system' | 'what') => Math.max(...results.map((result) => result[column].length));
      const [systems, whats] = [width('system'), width('what')];
      const lines = results.map(
        ({ mark, system, what, actual }) => `${mark} ${system.padEnd(systems)}  ${what.padEnd(whats)}  ${actual}`,
      );
      const outcome =
        failures() === 0
          ? `All ${results.length} results are as expected.`
          : `${failures()} of ${results.length} results are not as expected.`;
      return ['', 'What happened where', ...lines, '', outcome].join('\n');
    },
  };
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
