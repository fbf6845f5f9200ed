import type { Document } from './document.ts';
import type { Action } from './model.ts';

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
  'document-type': `
    ContingentWorkOrderHeader ExternalOrderHeader OrderHeader InventoryTransaction InvoiceHeader
    ExpenseReport RequisitionHeader Account Supplier User Address RemitToAddress Contract ExchangeRate
    Invoice Requisition Payment ApprovalChain LookupValue Item Charge SupplierInformation Asn::Header
    AccountValidationRule Payables::External::Payable Payables::Invoice Payables::Expense CoupaPay::Payment
    CoupaPay::Statement ReceiptRequest InventoryRequestHeader
  `
    .trim()
    .split(/\s+/),
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
