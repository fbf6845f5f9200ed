import type { CallContext } from '../sync/call-context.ts';
import { type CallEffect, IntegrationError, RetryableError } from '../sync/errors.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';
import { UnsafeUrlError, type UrlRules } from './addresses.ts';
import { HttpFailure, type HttpRequest, type HttpResponse, sendHttp } from './send-http.ts';

export interface PartnerRequest extends HttpRequest {
  /** What the request can do at the partner; by default nothing for a GET. */
  readonly effect?: CallEffect;
}

export type PartnerResponse = HttpResponse;

export interface PartnerHttpOptions {
  readonly partner: Partner;
  readonly urls: UrlRules;
  readonly timeoutMs: number;
  readonly context: CallContext;
}

/**
 * Sends a request, without following redirects. Throws RetryableError when no complete response arrives in time, and
 * before a write is sent that the attempt could not wait for, and IntegrationError for a URL that is not called.
 */
export async function sendRequest(
  { partner, urls, timeoutMs, context }: PartnerHttpOptions,
  { effect, ...request }: PartnerRequest,
): Promise<PartnerResponse> {
  const possible = effect ?? (request.method === 'GET' ? 'none' : 'unknown');
  if (context.remainingMs() < (possible === 'unknown' ? timeoutMs : 1)) throw outOfTime();
  context.countRequest();
  try {
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]);
    return await sendHttp(request, { ...urls, signal });
  } catch (error) {
    throw failureOf(error, { partner, timeoutMs, effect: possible });
  }
}

function failureOf(
  error: unknown,
  {
    partner,
    timeoutMs,
    effect,
  }: { readonly partner: Partner; readonly timeoutMs: number; readonly effect: CallEffect },
): unknown {
  const { displayName } = PARTNERS[partner];
  if (error instanceof UnsafeUrlError) {
    const message = `A URL in the settings of the ${displayName} integration ${error.message}: correct it, then resume it.`;
    return new IntegrationError('integration.invalid', message, error);
  }
  if (!(error instanceof HttpFailure)) return error;
  const { reason, notSent } = error;
  const message =
    reason === 'TimeoutError'
      ? `${displayName} did not respond within ${timeoutMs / 1000} seconds.`
      : `The connection to ${displayName} failed (${reason}).`;
  const details = { effect: notSent ? 'none' : effect, partnerDown: true, cause: error } as const;
  return new RetryableError(`${partner}.unreachable`, message, details);
}

function outOfTime(): RetryableError {
  const message = 'The invocation ended before the request could be sent; the next one continues.';
  return new RetryableError('sync.out_of_time', message, { effect: 'none', partnerDown: false });
}

/** Caps Retry-After at an hour, so that a wrong header does not stop a partner's sync for weeks. */
const MAX_RETRY_AFTER_SECONDS = 3600;

/** Retry-After in seconds, whether the header has a number or a date; undefined without a valid one. */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, Math.ceil(seconds))) : undefined;
}
