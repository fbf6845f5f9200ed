import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { openState, type State } from '../../../../local/collections.ts';
import { listen } from '../../../../local/http/listen.ts';
import { type Simulators, startSimulators } from '../../../../local/simulators/server.ts';

export type Json = Record<string, unknown>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; a test asserts what it expects of it. */
  readonly json: ReturnType<typeof JSON.parse>;
}

/** A client of simulators of its own: a free port, a temporary data directory and a clock that stands still. */
export class SimulatorClient {
  /** The simulators' time; a test moves it. */
  now = Date.parse('2026-02-24T09:00:00.000Z');
  readonly dataDir = mkdtempSync(join(tmpdir(), 'simulators-'));
  readonly #partner: string;
  #simulators: Simulators | undefined;
  #state: State | undefined;

  constructor(partner: string) {
    this.#partner = partner;
  }

  get url(): string {
    return this.#simulators?.partners[this.#partner]?.url ?? '';
  }

  /** As `hub.json` lists them. */
  get credentials(): Readonly<Record<string, string>> {
    return this.#simulators?.partners[this.#partner]?.credentials ?? {};
  }

  async start(): Promise<void> {
    this.#state = await openState(this.dataDir);
    const listener = await listen(0, 'PARTNERS_PORT', 'the partner simulators');
    this.#simulators = await startSimulators({ listener, state: this.#state, clock: () => this.now });
  }

  async stop(): Promise<void> {
    await this.#simulators?.close();
    await this.#state?.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  remove(): void {
    rmSync(this.dataDir, { recursive: true });
  }

  control(method: string, path: string, body?: unknown): Promise<Reply> {
    return request(method, `${this.url}/_control/${path}`, body, {});
  }

  /** A call of the vendor's API; `path` begins with a slash. A string is sent as it is, anything else as JSON. */
  call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return request(method, `${this.url}${path}`, body, headers);
  }
}

/** Runs a client's simulators during the tests of a file. */
export function during<Client extends SimulatorClient>(client: Client): Client {
  beforeAll(() => client.start());
  afterAll(async () => {
    await client.stop();
    client.remove();
  });
  return client;
}

export async function request(
  method: string,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | null = null,
): Promise<Reply> {
  const content = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    body: content,
    headers: { 'content-type': 'application/json', ...headers },
    signal,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
