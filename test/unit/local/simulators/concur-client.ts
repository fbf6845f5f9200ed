import { during, type Json, type Reply, request, SimulatorClient } from './simulator-client.ts';

export const TOKEN_PATH = '/oauth2/v0/token';
export const REQUESTS = '/purchaserequest/v4/purchaserequests';

/** A client of Concur's simulator with a token of the company. */
export class ConcurClient extends SimulatorClient {
  #token = '';

  constructor() {
    super('concur');
  }

  async reset(): Promise<void> {
    await this.control('POST', 'reset');
    this.#token = (await this.refresh()).json.access_token;
  }

  /** A call of the token endpoint by the client of `hub.json`. */
  token(form: Readonly<Record<string, string>>): Promise<Reply> {
    const { client_id = '', client_secret = '' } = this.credentials;
    const body = new URLSearchParams({ client_id, client_secret, ...form }).toString();
    return this.call('POST', TOKEN_PATH, body, { 'content-type': 'application/x-www-form-urlencoded' });
  }

  refresh(refresh_token = this.credentials.refresh_token ?? '', more = {}): Promise<Reply> {
    return this.token({ grant_type: 'refresh_token', refresh_token, ...more });
  }

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.call(method, path, body, { authorization: `Bearer ${this.#token}`, ...headers });
  }

  create(body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('POST', REQUESTS, body, headers);
  }

  read(id: string): Promise<Reply> {
    return this.send('GET', `${REQUESTS}/${id}?mode=COMPACT`);
  }

  act(id: string, action: string, body?: unknown): Promise<Reply> {
    return this.control('POST', `requests/${id}/${action}`, body);
  }

  /** What it stores of the last request. */
  async stored() {
    return (await this.control('GET', 'state')).json.purchaseRequests.at(-1);
  }
}

export function runningConcur(): ConcurClient {
  return during(new ConcurClient());
}

export { type Json, request };

/** The vendor's example. */
export function officeSupplies(changes: Json = {}): Json {
  return {
    description: 'New office supplies',
    userLoginId: 'john.deo@concur',
    policyExternalId: 'po-external-id',
    currencyCode: 'USD',
    notesToSupplier: 'Office space request phase 1',
    comments: 'office supplies request',
    custom1: 'ADVT',
    shipToAddressCode: 'SHIP15139',
    billToAddressCode: 'MNSLP129',
    lineItems: [monitor(), chair()],
    ...changes,
  };
}

export function monitor(changes: Json = {}): Json {
  return {
    purchaseType: 'SERVICES',
    vendorCode: 'VEN1',
    vendorAddressCode: 'ADDR1',
    description: 'monitor',
    quantity: '20',
    unitPrice: '154.4',
    expenseType: '1250',
    receiptType: 'NONE',
    neededByDate: '2018-06-28',
    uomCode: 'DA',
    shipping: '13.5',
    tax: '11',
    supplierPartId: 'DAQT1',
    url: ['http://officesupplies.com/monitor'],
    notesToVendor: 'Phase 1 request monitor',
    comments: 'Phase 1 request for new employees for monitor',
    custom2: 'LGVT1',
    ...changes,
  };
}

function chair(): Json {
  return {
    purchaseType: 'GOODS',
    vendorCode: 'VEN1',
    vendorAddressCode: 'ADDR1',
    description: 'office chair',
    quantity: '20',
    unitPrice: '346.2',
    expenseType: '1251',
    receiptType: 'QUANTITY_RECEIPT',
    neededByDate: '2018-06-28',
    uomCode: 'DA',
    shipping: '15',
    tax: '17.5',
    supplierPartId: 'DAQT2',
    url: ['http://officesupplies.com/officechair'],
    notesToVendor: 'Phase 1 request office chair',
    comments: 'Phase 1 request for new employees for office chair',
    custom3: 'DEPT',
    custom4: 'SALES',
  };
}
