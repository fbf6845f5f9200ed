import { STATUS_CODES } from 'node:http';
import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import { VendorError } from '../vendor-api.ts';

/** The vendor's `ErrorResponse`; its codes are not public (equipme 6). */
export function errorResponse(status: number, errorDescription?: string, headers = {}): HttpResponse {
  const reason = STATUS_CODES[status] ?? 'Error';
  const body = { errorCode: reason.replaceAll(' ', ''), errorDescription: errorDescription ?? reason, data: null };
  return jsonResponse(status, body, headers);
}

export function refuse(status: number, description?: string, headers?: Readonly<Record<string, string>>): VendorError {
  return new VendorError(errorResponse(status, description, headers));
}
