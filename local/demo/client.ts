import type { HubFile } from '../runtime/hub-file.ts';

/** What the story needs: to call the hub and SAP's simulator, to check what they say, and to sum it up. */
export interface DemoClient {
  readonly hub: HubFile;
  chapter(title: string): void;
  /** Calls the API as one of the three users. */
  api(user: 'requester' | 'approver' | 'admin', method: string, path: string, body?: object): Promise<Answer>;
  /** Calls the control API of SAP's simulator. */
  sap(method: string, path: string, body?: object): Promise<Answer>;
  /** One line of the story: what was expected (a pattern tests the text), and whether it is so. */
  expect(where: string, what: string, expected: unknown, actual: unknown): void;
  /** Asks until the answer is as wanted, or the deadline has passed; returns the last answer. */
  until(ask: () => Promise<Answer>, wanted: (answer: Answer) => boolean, deadlineMs: number): Promise<Answer>;
  closingTable(): string;
  failures(): number;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the story looks into documents that it only shows
  readonly body: any;
}

const POLL_MS = 50;

export function createDemoClient(hub: HubFile, say: (line: string) => void): DemoClient {
  const rows: { readonly where: string; readonly what: string; readonly actual: string; readonly ok: boolean }[] = [];

  const call = async (url: string, method: string, headers: Record<string, string>, body?: object): Promise<Answer> => {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  return {
    hub,
    chapter: (title) => say(`\n${title}`),
    api: (user, method, path, body) =>
      call(hub.api + path, method, { authorization: `Bearer ${hub.tokens[user]}` }, body),
    sap: (method, path, body) => call(`${hub.partners.sap}/_control${path}`, method, {}, body),
    expect(where, what, expected, actual) {
      const ok = expected instanceof RegExp ? expected.test(show(actual)) : show(expected) === show(actual);
      rows.push({ where, what, actual: show(actual), ok });
      say(`  ${ok ? '✓' : '✗'} ${what}: ${show(actual)}${ok ? '' : `, expected ${show(expected)}`}`);
    },
    async until(ask, wanted, deadlineMs) {
      const end = Date.now() + deadlineMs;
      for (;;) {
        const answer = await ask();
        if (wanted(answer) || Date.now() > end) return answer;
        await new Promise((wake) => setTimeout(wake, POLL_MS));
      }
    },
    failures: () => rows.filter(({ ok }) => !ok).length,
    closingTable() {
      const width = (of: (row: (typeof rows)[number]) => string) => Math.max(...rows.map((row) => of(row).length));
      const [wheres, whats] = [width(({ where }) => where), width(({ what }) => what)];
      const lines = rows.map(
        ({ where, what, actual, ok }) => `${ok ? '✓' : '✗'} ${where.padEnd(wheres)}  ${what.padEnd(whats)}  ${actual}`,
      );
      const failed = rows.filter(({ ok }) => !ok).length;
      const verdict =
        failed === 0 ? 'Everything is as expected.' : `${failed} of ${rows.length} differ from what is expected.`;
      return ['', 'What happened where', ...lines, '', verdict].join('\n');
    },
  };
}

function show(value: unknown): string {
  return Array.isArray(value) ? value.map(show).join(', ') : String(value);
}
