import type { CallContext } from '../sync/call-context.ts';
import { type CallEffect, RetryableError } from '../sync/errors.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';

export interface PartnerRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What the request can do at the partner; by default nothing for a GET. */
  readonly effect?: CallEffect;
}

export interface PartnerResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface PartnerHttpOptions {
  readonly partner: Partner;
  readonly timeoutMs: number;
  readonly context: CallContext;
}

const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Failures to connect: the partner can't have received the request. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends a request, without following redirects. Throws RetryableError when no complete response arrives in time, and
 * before a write is sent that the attempt could not wait for.
 */
export async function sendRequest(
  { partner, timeoutMs, context }: PartnerHttpOptions,
  { method, url, headers, body, effect = method === 'GET' ? 'none' : 'unknown' }: PartnerRequest,
): Promise<PartnerResponse> {
  if (context.remainingMs() < (effect === 'unknown' ? timeoutMs : 1)) throw outOfTime();
  context.countRequest();
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]),
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    const reason = failureReason(error);
    const message =
      reason === 'TimeoutError'
        ? `${PARTNERS[partner].displayName} did not respond within ${timeoutMs / 1000} seconds.`
        : `The connection to ${PARTNERS[partner].displayName} failed (${reason}).`;
    throw new RetryableError(`${partner}.unreachable`, message, {
      effect: NOT_SENT.has(reason) ? 'none' : effect,
      partnerDown: true,
      cause: error,
    });
  }
}

function outOfTime(): RetryableError {
  const message = 'The invocation ended before the request could be sent; the next one continues.';
  return new RetryableError('sync.out_of_time', message, { effect: 'none', partnerDown: false });
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('RESPONSE_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function failureReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return error.name;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
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
