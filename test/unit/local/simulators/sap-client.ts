import { during, type Json, type Reply, request, SimulatorClient } from './simulator-client.ts';

export { type Json, type Reply, request };

export const ROOT = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001/';

/** A client of SAP's simulator with a session. */
export class SapClient extends SimulatorClient {
  #session: Record<string, string> = {};

  constructor() {
    super('sap');
  }

  get authorization(): string {
    const { username, password } = this.credentials;
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  /** Back to the initial state, with a new session. */
  async reset(): Promise<void> {
    await this.control('POST', 'reset');
    this.#session = await this.fetchSession();
  }

  async fetchSession(): Promise<Record<string, string>> {
    const { headers } = await this.send('GET', '', undefined, { 'x-csrf-token': 'Fetch' });
    const cookie = headers.getSetCookie().map((line) => line.split(';')[0]);
    return { 'x-csrf-token': headers.get('x-csrf-token') ?? '', cookie: cookie.join('; ') };
  }

  get(path: string): Promise<Reply> {
    return this.send('GET', path);
  }

  /** Reads a path of the V2 services, or a URL that one of them has returned. */
  getV2(path: string): Promise<Reply> {
    const url = path.startsWith('http') ? path : `${this.url}/sap/opu/odata/sap/${path}`;
    return request('GET', url, undefined, { authorization: this.authorization });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('POST', path, body, { ...this.#session, ...headers });
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('PATCH', path, body, { ...this.#session, ...headers });
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('DELETE', path, undefined, { ...this.#session, ...headers });
  }

  /** Creates an order and returns its number. */
  async createOrder(changes: Json = {}): Promise<string> {
    const reply = await this.post('PurchaseOrder', { ...laptopOrder(), ...changes });
    if (reply.status !== 201) throw new Error(reply.text);
    return reply.json.PurchaseOrder;
  }

  /** A call below the service root, with credentials but without a session of its own. */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return request(method, `${this.url}${ROOT}${path}`, body, { authorization: this.authorization, ...headers });
  }
}

/** A simulator that runs during the tests of a file. */
export function runningSap(): SapClient {
  return during(new SapClient());
}

/** The documented example of a deep insert, with a cost center that SAP knows. */
export function laptopOrder() {
  return {
    PurchaseOrderType: 'NB',
    CompanyCode: '1010',
    PurchasingOrganization: '1010',
    PurchasingGroup: '001',
    Supplier: '17300001',
    DocumentCurrency: 'USD',
    PurchaseOrderDate: '2026-02-24',
    Language: 'EN',
    CorrespncExternalReference: 'K7Q2MZP4XW3A',
    _PurchaseOrderNote: [{ TextObjectType: 'F01', Language: 'EN', PlainLongText: 'hub proc_9xKpQ2mR4wVbN3' }],
    _PurchaseOrderItem: [laptopItem()],
  };
}

export function laptopItem(changes: Json = {}): Json {
  return {
    PurchaseOrderItem: '10',
    Plant: '1010',
    MaterialGroup: 'L001',
    PurchaseOrderItemText: 'Dell Latitude 5550',
    SupplierMaterialNumber: 'DELL-LAT5550-i7-16',
    OrderQuantity: 1,
    PurchaseOrderQuantityUnit: 'EA',
    OrderPriceUnit: 'EA',
    NetPriceAmount: 1429.0,
    NetPriceQuantity: 1,
    DocumentCurrency: 'USD',
    TaxCode: 'V0',
    AccountAssignmentCategory: 'K',
    GoodsReceiptIsExpected: true,
    InvoiceIsExpected: true,
    RequisitionerName: 'USR7NLSW',
    _PurOrdAccountAssignment: [
      {
        AccountAssignmentNumber: '1',
        CostCenter: 'CCITEUS',
        GLAccount: '61003000',
        ControllingArea: 'A000',
        DocumentCurrency: 'USD',
      },
    ],
    _PurchaseOrderScheduleLineTP: [
      {
        ScheduleLine: '1',
        ScheduleLineDeliveryDate: '2026-03-10',
        ScheduleLineOrderQuantity: 1,
        PurchaseOrderQuantityUnit: 'EA',
      },
    ],
    ...changes,
  };
}

/** The documented example with changes to its item. */
export function withItem(changes: Json) {
  return { ...laptopOrder(), _PurchaseOrderItem: [laptopItem(changes)] };
}
