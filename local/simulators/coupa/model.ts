import type { Document, Row } from './document.ts';

/**
 * An example of an order. It says which fields there are and of what kind, and gives the values of what is not stored;
 * of a list it has one element (coupa 22–25).
 */

const JO: Document = {
  ...{ id: 9, login: 'jo', email: 'jo@ex.test', 'employee-number': 'E9' },
  ...{ firstname: 'Jo', lastname: 'Example', fullname: 'Jo Example' },
};
const USD = { id: 1, code: 'USD', decimals: 2 };
const ACCOUNT = {
  ...{ id: 26, code: '01-100', name: 'Marketing', 'segment-1': '01', 'segment-2': '100' },
  'account-type': { id: 2, name: 'CoA' },
};

/** What users may set of a line. */
const LINE_INPUT: Document = {
  ...{ type: 'OrderQuantityLine', description: 'Chair', quantity: '1.0', price: '0.00', 'need-by-date': null },
  ...{ received: '0.00', invoiced: '0.00', 'source-part-num': null, 'supp-aux-part-num': null, currency: USD },
  ...{ 'receipt-required': true, 'match-type': '3-way', uom: { id: 1, code: 'EA', name: 'Each' } },
  ...{ commodity: { id: 2, name: 'Office' }, account: ACCOUNT },
  'account-allocations': [{ id: 0, amount: '0.00', pct: '0.00', account: ACCOUNT, period: null }],
  'custom-fields': {},
};

const LINE: Document = {
  ...{ id: 0, 'line-num': '1', status: 'created', version: 1, ...LINE_INPUT },
  ...{ total: '0.00', 'accounting-total': '0.00', 'sub-line-num': null, item: null },
};

/** What users may set of an order. */
const HEADER_INPUT: Document = {
  ...{ 'transmission-status': 'sent_via_email', 'payment-method': 'invoice', 'ship-to-attention': 'Jo Example' },
  ...{ currency: USD, requester: JO, 'ship-to-user': JO, 'custom-fields': {} },
  supplier: { id: 84, name: 'Acme Tools', number: 'V-100', 'display-name': 'Acme Tools' },
  ...{ 'payment-term': { id: 2, code: 'Net 30' }, 'shipping-term': { id: 1, code: 'Standard' } },
  'ship-to-address': {
    ...{ id: 33, name: 'HQ', 'location-code': 'LOC1', street1: '1 Way', street2: null, city: 'San Mateo' },
    ...{ state: 'CA', 'state-iso-code': 'US-CA', 'postal-code': '94000', attention: null },
    country: { id: 223, code: 'US', name: 'United States' },
  },
};

export const ORDER: Document = {
  ...{ id: 0, 'po-number': '', version: 1, 'internal-revision': 1, type: null, status: 'issued', 'change-type': null },
  ...{ 'acknowledged-flag': false, 'acknowledged-at': null, exported: false, 'last-exported-at': null },
  ...{ 'invoice-stop': false, 'price-hidden': false, 'created-at': null, 'updated-at': null, ...HEADER_INPUT },
  ...{ total: '0.00', 'estimated-tax-amount': '0.00', 'total-with-estimated-tax': '0.00', 'supplier-site': null },
  ...{ 'created-by': JO, 'updated-by': JO, attachments: [], 'order-lines': [LINE] },
  'requisition-header': { id: 1902, 'requested-by': { id: 9, login: 'jo' } },
};

/** A line with `deleted` is shown only to callers who ask for it (coupa 32). */
export interface Order extends Row {
  readonly 'po-number': string;
  readonly status: string;
  readonly version: number;
  readonly 'internal-revision': number;
  readonly exported: boolean;
}

/** coupa 29, 30. */
const OPEN_STATUSES = [
  ...['draft', 'error', 'expensed', 'exported', 'issued', 'soft_closed'],
  ...['buyer_hold', 'supplier_hold', 'currency_hold', 'supplier_window_hold'],
];

export const ORDER_WORDS = { status: [...OPEN_STATUSES, 'closed', 'cancelled', 'canceled'] };

/** In which statuses something may be done, and what it leads to. */
export interface Action {
  readonly from: readonly string[];
  readonly to: string;
}

/** What users do with an order; the statuses are INFERRED (coupa 37). */
export const ORDER_ACTIONS: Readonly<Record<string, Action>> = {
  cancel: { from: OPEN_STATUSES, to: 'cancelled' },
  close: { from: ['issued', 'soft_closed'], to: 'closed' },
  soft_close: { from: ['issued'], to: 'soft_closed' },
  reopen: { from: ['soft_closed', 'closed'], to: 'issued' },
};

/** What the control API takes for a new order. */
export const NEW_ORDER: Document = {
  ...HEADER_INPUT,
  ...{ 'po-number': '', status: '', exported: false, 'order-lines': [LINE_INPUT] },
};

/** What a user may change. A line is named by `line-num`; without it, it is new. */
export const ORDER_EDIT: Document = {
  ...HEADER_INPUT,
  'order-lines': [{ ...LINE_INPUT, 'line-num': '', '-delete': false }],
};

/** What a client may change (coupa 27). */
export const ORDER_UPDATE: Document = { exported: false, 'custom-fields': {} };
