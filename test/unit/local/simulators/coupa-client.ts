import { during, type Json, type Reply, SimulatorClient } from './simulator-client.ts';

export type { Json, Reply };

export const SCOPES = [
  'core.purchase_order.read',
  'core.purchase_order.write',
  'core.integration.read',
  'core.integration.write',
];
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A client of Coupa's simulator with an access token. */
export class CoupaClient extends SimulatorClient {
  #token = '';

  constructor() {
    super('coupa');
  }

  /** Back to the initial state, with a new token. */
  async reset(): Promise<void> {
    await this.control('POST', 'reset');
    await this.logOn();
  }

  async logOn(): Promise<void> {
    this.#token = (await this.token()).json.access_token;
  }

  token(changes: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const form = { ...this.credentials, grant_type: 'client_credentials', scope: SCOPES.join(' '), ...changes };
    return this.call('POST', '/oauth2/token', new URLSearchParams(form).toString(), FORM);
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}`, accept: 'application/json' };
  }

  /** Each call comes a second after the one before it, so that none meets the rate limit. */
  api(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    this.now += 1000;
    return this.call(method, `/api/${path}`, body, { ...this.headers, ...headers });
  }

  get(path: string): Promise<Reply> {
    return this.api('GET', path);
  }

  async createOrders(...orders: Json[]): Promise<Json[]> {
    const reply = await this.control('POST', 'orders', orders);
    if (reply.status !== 200) throw new Error(reply.text);
    return reply.json;
  }

  async createOrder(order: Json = {}): Promise<number> {
    const [created] = await this.createOrders(order);
    return Number(created?.id);
  }

  /** The ids that a list returns. */
  async ids(path: string): Promise<number[]> {
    const reply = await this.get(path);
    if (reply.status !== 200) throw new Error(reply.text);
    return reply.json.map(({ id }: { id: number }) => id);
  }

  async state() {
    return (await this.control('GET', 'state')).json;
  }

  async createIntegration(): Promise<void> {
    const integration = {
      ...{ name: 'Purchase orders to ERP', code: 'PO_TO_ERP', 'business-object': 'OrderHeader' },
      ...{ direction: 'from_coupa', 'end-system': 'ERP', 'end-system-type': 'erp' },
    };
    const contact = { integration: { code: 'PO_TO_ERP' }, 'contactable-type': 'User', 'contactable-id': 9 };
    for (const [path, body] of [
      ['integrations', integration],
      ['integration_contacts', { ...contact, 'contact-alert-type': 'Functional' }],
      ['integration_contacts', { ...contact, 'contact-alert-type': 'Technical' }],
    ] as const) {
      const reply = await this.api('POST', path, body);
      if (reply.status !== 201) throw new Error(reply.text);
    }
  }
}

/** A simulator that runs during the tests of a file. */
export function runningCoupa(): CoupaClient {
  return during(new CoupaClient());
}

export function historyOf(id: number, changes: Json = {}): Json {
  return {
    'document-type': 'OrderHeader',
    'document-id': id,
    'document-status': 'issued',
    'contact-alert-type': 'Functional',
    status: 'Success',
    integration: { code: 'PO_TO_ERP' },
    responses: [{ 'response-code': 'Success-1234', 'response-message': 'The integration in the ERP went well' }],
    ...changes,
  };
}

export const FAILURES = [
  { 'response-code': 'Failure-CC', 'response-message': 'Line 1: Cost center CA234 is closed for ordering' },
  { 'response-code': 'Failure-date', 'response-message': 'Line 2: Delivery date cannot be in the past' },
];
