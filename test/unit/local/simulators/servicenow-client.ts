import { during, type Json, type Reply, SimulatorClient } from './simulator-client.ts';

const SPENDINT = '/api/sn_spend_intg/spendint/';

/** The query of the documentation for what failed. */
export const FAILED = 'outbound_error.supplier_id=SUP-123456^outbound_error.state=20';

export class ServiceNowClient extends SimulatorClient {
  constructor() {
    super('servicenow');
  }

  get basic(): string {
    return basic(this.credentials.username, this.credentials.password);
  }

  /** Posts documents as the samples do. */
  post(
    type: string,
    documents: readonly unknown[],
    mode = 'sync',
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return this.raw(`${type}?mode=${mode}`, { root: documents }, headers);
  }

  raw(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.call('POST', `${SPENDINT}${path}`, body, { authorization: this.basic, ...headers });
  }

  /** Reads a table, or a record of it. */
  table(path: string, parameters: Readonly<Record<string, string>> = {}, headers: Record<string, string> = {}) {
    const query = new URLSearchParams(parameters);
    return this.call('GET', `/api/now/table/${path}?${query}`, undefined, { authorization: this.basic, ...headers });
  }

  /** The rows that match an encoded query, with plain values. */
  async rows(table: string, sysparm_query = ''): Promise<Json[]> {
    return (await this.table(table, { sysparm_query, sysparm_exclude_reference_link: 'true' })).json.result;
  }

  token(form: Readonly<Record<string, string>>): Promise<Reply> {
    const { client_id = '', client_secret = '' } = this.credentials;
    const body = new URLSearchParams({ client_id, client_secret, ...form }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.call('POST', '/oauth_token.do', body, headers);
  }
}

export function runningServiceNow(): ServiceNowClient {
  return during(new ServiceNowClient());
}

export function basic(user = '', password = ''): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The messages of a refused synchronous call, line by line. */
export function messagesOf({ json }: Reply): string[] {
  if (json.result.response === 'success') return [];
  return json.result.response.flatMap((failure: { error_response_body: { error_message: string }[] }) =>
    failure.error_response_body.flatMap(({ error_message }) => error_message.split('\n').slice(0, -1)),
  );
}
