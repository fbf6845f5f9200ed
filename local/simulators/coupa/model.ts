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

/** Examples of the documents of integration monitoring, as that of an order; and which words their fields may have. */

const OWN = { id: 0, 'created-at': null, 'updated-at': null };
const INTEGRATION_KEYS = { id: 0, code: '', name: '' };
export const RUN_TOTALS: Document = { 'total-records': null, 'records-processed': null };

/** What bodies may have. */
export const INPUT = {
  integration: {
    ...{ code: '', name: '', 'business-object': '', direction: '', 'end-system': '', 'end-system-type': '' },
    'integration-type': null,
  },
  integration_contact: {
    ...{ integration: INTEGRATION_KEYS, 'contactable-type': '', 'contactable-id': 0, 'contact-alert-type': '' },
  },
  integration_run: { integration: INTEGRATION_KEYS, ...RUN_TOTALS },
  entry: {
    ...{ 'document-type': null, 'document-id': null, 'document-status': null, 'document-revision': null },
    ...{ status: null, 'external-id': null, 'creation-method': null, 'contact-alert-type': null },
    ...{ integration: INTEGRATION_KEYS, 'integration-run': { id: 0 }, 'integration-run-id': null },
    responses: [{ 'response-code': null, 'response-message': null }],
  },
};

/** coupa 44. */
export const INTEGRATION: Document = { ...OWN, ...INPUT.integration, standard: false };

/** coupa 45. */
export const CONTACT: Document = { ...OWN, ...INPUT.integration_contact };

/** coupa 41. */
export const RUN: Document = {
  ...{ ...OWN, ...INPUT.integration_run, status: 'pending', 'start-time': null, 'end-time': null, flow: null },
};

/** An integration history record or an integration error (coupa 38, 47). */
export const ENTRY: Document = {
  ...{ ...OWN, ...INPUT.entry, resolved: false, 'integration-filename': null },
  responses: [{ ...OWN, 'response-code': null, 'response-message': null }],
};

/** Words that a field may have, by its name. */
export type Words = Readonly<Record<string, readonly string[]>>;

export const WORDS: Words = {
  // coupa 38.
  'document-type': `ContingentWorkOrderHeader ExternalOrderHeader OrderHeader InventoryTransaction InvoiceHeader
    ExpenseReport RequisitionHeader Account Supplier User Address RemitToAddress Contract ExchangeRate
    Invoice Requisition Payment ApprovalChain LookupValue Item Charge SupplierInformation Asn::Header
    AccountValidationRule Payables::External::Payable Payables::Invoice Payables::Expense CoupaPay::Payment
    CoupaPay::Statement ReceiptRequest InventoryRequestHeader`.split(/\s+/),
  'contact-alert-type': ['Technical', 'Functional', 'Both'],
  direction: ['to_coupa', 'from_coupa'],
  'end-system-type': ['payroll', 'erp', 'hr', 'third_party_partner', 'third_party_vendor', 'other', 'internal'],
  'integration-type': ['flat_file', 'api', 'corporate_credit_card_file', 'json', 'xml', 'original_format'],
  'contactable-type': ['User', 'UserGroup', 'ApprovalGroup', 'Supplier', 'SupplierUser'],
};

export const REQUIRED = {
  integration: ['name', 'code', 'business-object', 'direction', 'end-system', 'end-system-type'],
  integration_contact: ['integration', 'contactable-type', 'contactable-id', 'contact-alert-type'],
  integration_run: ['integration'],
  integration_history_record: ['contact-alert-type', 'document-id', 'document-type'],
  integration_error: ['contact-alert-type', 'integration-run'],
};

/** In which statuses is INFERRED (coupa 42). */
export const RUN_ACTIONS: Readonly<Record<string, Action>> = {
  run: { from: ['pending'], to: 'running' },
  success: { from: ['running'], to: 'successful' },
  fail: { from: ['pending', 'running'], to: 'failed' },
};
