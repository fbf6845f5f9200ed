import type * as z from 'zod/mini';
import { parseJson } from '../../domain/json.ts';
import { type CallEffect, IntegrationError, PermanentError, RetryableError } from '../../sync/errors.ts';
import { type PartnerResponse, retryAfterSeconds } from '../http.ts';
import { SapErrorSchema } from './schemas.ts';

/**
 * Responses with which SAP rejects a call that can succeed later: 409 and 423 report another user's lock, 412 another
 * user's change (sap 41, 50, 51).
 */
const RETRYABLE_STATUSES = new Set([408, 409, 412, 423, 425, 429]);

/** The error for a response that is not 2xx. `effect` is what the call may have done at SAP: `none` for a read. */
export function errorFromResponse(
  response: PartnerResponse,
  nowMs: number,
  effect: CallEffect,
): RetryableError | PermanentError | IntegrationError {
  const { status, headers } = response;
  const detail = describe(response);
  const retryAfter = retryAfterSeconds(headers, nowMs);
  if (RETRYABLE_STATUSES.has(status) || isCsrfTokenExpired(response)) {
    return new RetryableError(`sap.http_${status}`, detail, {
      effect: 'none',
      partnerDown: retryAfter !== undefined,
      retryAfterSeconds: retryAfter,
    });
  }
  if (status >= 500) {
    return new RetryableError(`sap.http_${status}`, detail, {
      // Also 503: a proxy may return it after it has forwarded the request (sap 49).
      effect,
      partnerDown: true,
      retryAfterSeconds: retryAfter,
    });
  }
  if (status >= 300 && status < 400) {
    // sap 52
    const message = `SAP returned ${status}: base_url must name the API host itself, not one that redirects to a logon page.`;
    return new IntegrationError('sap.redirected', message);
  }
  if (status === 401) {
    return new IntegrationError(
      'sap.unauthorized',
      `SAP rejected the credentials of this integration: correct its secret, then resume it. ${detail}`,
    );
  }
  return new PermanentError(`sap.http_${status}`, detail);
}

/** The error for a response to a logon: what SAP rejects there, it rejects for every document. */
export function errorFromLogon(response: PartnerResponse, nowMs: number): RetryableError | IntegrationError {
  const error = errorFromResponse(response, nowMs, 'none');
  if (!(error instanceof PermanentError)) return error;
  return response.status === 404
    ? new IntegrationError(
        'integration.invalid',
        `The settings name an address that SAP does not have. ${error.message}`,
      )
    : new IntegrationError('sap.unauthorized', `SAP rejected the logon of this integration. ${error.message}`);
}

/** Whether SAP rejected the call because its CSRF token, or the token's session, has expired (sap 11). */
export function isCsrfTokenExpired({ status, headers }: PartnerResponse): boolean {
  return status === 403 && headers.get('x-csrf-token')?.toLowerCase() === 'required';
}

/** The error for a 2xx response whose body is not what SAP documents: the work may have been done. */
export function unreadableResponse(status: number, effect: CallEffect, cause?: unknown): RetryableError {
  return new RetryableError('sap.unreadable_answer', `SAP returned ${status} with a body that can't be read.`, {
    effect,
    partnerDown: false,
    cause,
  });
}

/** The body of a 2xx response. Throws RetryableError when it is not what SAP documents. */
export function bodyOf<Output>(
  { status, text }: PartnerResponse,
  schema: z.ZodMiniType<Output>,
  effect: CallEffect,
): Output {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadableResponse(status, effect, cause);
  }
}

const MAX_DETAIL = 500;
const MAX_UNKNOWN_BODY = 120;
/** Enough to find the text of an error page, and little enough to search at any body size. */
const MAX_SEARCHED_BODY = 2000;

function describe({ status, text }: PartnerResponse): string {
  const parsed = SapErrorSchema.safeParse(parseJson(text));
  if (!parsed.success) return `SAP returned ${status}: ${withoutMarkup(text).slice(0, MAX_UNKNOWN_BODY) || 'no body'}.`;
  const { error } = parsed.data;
  const messages = [error, ...(error.details ?? [])].map(
    ({ code, message, target }) => `${message}${target ? ` [${target}]` : ''} (${code})`,
  );
  return `SAP returned ${status}: ${[...new Set(messages)].join('; ')}`.slice(0, MAX_DETAIL);
}

function withoutMarkup(text: string): string {
  return (
    text
      .slice(0, MAX_SEARCHED_BODY)
      // A page's title repeats its heading.
      .replace(/<title>[^<]*<\/title>/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
