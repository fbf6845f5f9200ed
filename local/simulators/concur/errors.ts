import { STATUS_CODES } from 'node:http';
import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import { refusal, type VendorError } from '../vendor-api.ts';

const USER_REQUIRED = 'Either userID or userEmail or userLoginId is required.';

/** The vendor's codes with their messages (concur 19). The last two are of an early draft and a sibling (concur 18, 26). */
const MESSAGES = {
  missingRequestBody: 'Missing request body.',
  invalidRequestBody: 'Passed request body is invalid.',
  missingUserInfo: USER_REQUIRED,
  invalidUserInfo: `${USER_REQUIRED.replace('required.', 'invalid')}, or user does not have access to this resource.`,
  provideOneUserInformation: USER_REQUIRED,
  missingCurrencyCode: 'currencyCode is missing.',
  invalidCurrencyCode: 'currencyCode is invalid.',
  invalidPolicyInformation: 'Cannot find a purchase order policy with the supplied policyExternalId.',
  missingLineItems: 'lineItems are missing.',
  invalidPurchaseType: 'purchaseType is invalid.',
  missingPurchaseType: 'purchaseType is required.',
  missingVendorAddressCode: 'vendorAddressCode is required.',
  missingVendorCode: 'vendorCode is required.',
  invalidVendor: 'Vendor / Address code combination is invalid.',
  missingDescription: 'Line item description is required.',
  missingQuantity: 'Line item quantity is required.',
  invalidQuantity: 'Line item quantity is invalid.',
  missingUnitPrice: 'unitPrice is required.',
  invalidUnitPrice: 'unitPrice is invalid.',
  invalidDateFormat: 'Expected a date in the format YYYY-MM-DD.',
  listCodeNotfound: 'Cannot find the List code in the system for the given value.',
  invalidUuid: 'The correlation id is not a UUID.',
};
export type ErrorCode = keyof typeof MESSAGES;

/** What is wrong where, such as at `lineItems[0].quantity`; the path of the whole body is empty (concur 20). */
export type Finding = readonly [ErrorCode, dataPath: string];

export function rejectFields(findings: readonly Finding[]): VendorError {
  const errors = findings.map(([code, dataPath]) => ({ errorCode: code, errorMessage: MESSAGES[code], dataPath }));
  return refusal(400, { errors });
}

/** What the gateway in front of the APIs refuses, in the one shape that is public (concur 28); 429 as documented (29). */
export function gatewayResponse(now: number, path: string, status: number, message?: string): HttpResponse {
  const reason = STATUS_CODES[status] ?? 'Error';
  const inferred = { id: reason.toLowerCase().replaceAll(' ', '.'), message: message ?? reason };
  const limited = { id: 'security.rate.limit.reached', message: 'Too many requests' };
  const error = status === 429 ? limited : inferred;
  const body = { timestamp: new Date(now).toISOString(), httpStatus: `${status} - ${reason}`, error, path };
  return jsonResponse(status, body, status === 429 ? { 'retry-after': '0' } : {});
}
