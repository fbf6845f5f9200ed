import { during, type Json, type Reply, SimulatorClient } from './simulator-client.ts';

export const ROOT = '/fscmRestApi/resources/11.13.18.05/';
export const ACTION = { 'content-type': 'application/vnd.oracle.adf.action+json' };

/** A client of Oracle's simulator with Basic credentials and framework version 4. */
export class OracleClient extends SimulatorClient {
  constructor() {
    super('oracle');
  }

  get basic(): string {
    const { username, password } = this.credentials;
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  /** A call below the resources, or of an absolute link. */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const below = path.startsWith('http') ? path.slice(this.url.length) : `${ROOT}${path}`;
    return this.call(method, below, body, { authorization: this.basic, 'rest-framework-version': '4', ...headers });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('GET', path, undefined, headers);
  }

  /** An action of an item, by its URL. */
  act(url: string, action: string, parameters: Json = {}): Promise<Reply> {
    return this.send('POST', `${url}/action/${action}`, parameters, ACTION);
  }

  token(body: string, authorization?: string): Promise<Reply> {
    const { client_id, client_secret } = this.credentials;
    const basic = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    return this.call('POST', '/oauth2/v1/token', body, {
      authorization: authorization ?? basic,
      'content-type': 'application/x-www-form-urlencoded',
    });
  }

  async createDraft(changes: Json = {}): Promise<{ url: string; reply: Reply }> {
    const reply = await this.send('POST', 'draftPurchaseOrders', { ...draft(), ...changes });
    if (reply.status !== 201) throw new Error(reply.text);
    return { url: selfOf(reply.json), reply };
  }

  /** An open order, with the URLs of its two resources. */
  async openOrder(changes: Json = {}) {
    await this.control('POST', 'settings', { queryDelaySeconds: 0 });
    const { url, reply } = await this.createDraft(changes);
    const submitted = await this.act(url, 'submit');
    if (submitted.status !== 200) throw new Error(submitted.text);
    const number: string = reply.json.OrderNumber;
    const found = await this.get(`purchaseOrders?q=OrderNumber='${number}'`);
    return { number, draftUrl: url, url: selfOf(found.json.items[0]) };
  }
}

export function runningOracle(): OracleClient {
  return during(new OracleClient());
}

export function selfOf(item: { links: { rel: string; href: string }[] }): string {
  return item.links.find(({ rel }) => rel === 'self')?.href ?? '';
}

/** The documented example of a draft with one line. */
export function draft() {
  return {
    ProcurementBU: 'US1 BU',
    RequisitioningBU: 'US1 BU',
    Supplier: 'Dell Technologies',
    SupplierSite: 'DELL US',
    BuyerEmail: 'buyer@x',
    CurrencyCode: 'USD',
    Description: '[proc_9xKpQ2mR4wVbN3] Laptop',
    lines: [line()],
  };
}

export function line(changes: Json = {}) {
  return {
    LineNumber: 1,
    LineType: 'Goods',
    Category: 'Computers',
    Description: 'Dell Latitude 5550',
    Quantity: 1,
    UOM: 'Each',
    Price: 1429,
    schedules: [schedule()],
    ...changes,
  };
}

export function schedule(changes: Json = {}) {
  return {
    ScheduleNumber: 1,
    Quantity: 1,
    ShipToLocation: 'Seattle',
    ShipToOrganizationCode: '001',
    DestinationTypeCode: 'EXPENSE',
    RequestedDeliveryDate: '2026-03-10',
    distributions: [{ DistributionNumber: 1, Quantity: 1, DeliverToLocation: 'Seattle', POChargeAccountId: 3001234 }],
    ...changes,
  };
}

/** A line of this quantity, down to its distribution. */
export function lineOf(quantity: number, changes: Json = {}) {
  const distributions = [{ Quantity: quantity, POChargeAccountId: 3001234 }];
  return line({ Quantity: quantity, schedules: [schedule({ Quantity: quantity, distributions })], ...changes });
}

/** The documented example of a requisition. */
export function requisition() {
  return {
    RequisitioningBU: 'US1 BU',
    PreparerEmail: 'svc@x',
    ExternallyManagedFlag: false,
    Description: '[proc_9xKpQ2mR4wVbN3] Laptop',
    Justification: 'Water damage',
    InterfaceSourceCode: 'PROCHUB',
    lines: [
      {
        LineNumber: 1,
        LineTypeCode: 'Goods',
        CategoryName: 'Computers',
        ItemDescription: 'Dell Latitude 5550',
        Quantity: 1,
        UOM: 'Each',
        Price: 1429,
        CurrencyCode: 'USD',
        Supplier: 'Dell Technologies',
        SupplierSite: 'DELL US',
        NegotiatedByPreparerFlag: true,
        RequesterEmail: 'u@x',
        DestinationTypeCode: 'EXPENSE',
        DestinationOrganizationCode: '001',
        DeliverToLocationCode: 'SEATTLE',
        RequestedDeliveryDate: '2026-03-10',
        distributions: [
          { DistributionNumber: 1, Quantity: 1, ChargeAccount: '01-112-540100-000-000', BudgetDate: '2026-02-24' },
        ],
      },
    ],
  };
}
