import { type CallEffect, PermanentError, RetryableError } from '../errors.ts';
import { type PartnerResponse, retryAfterSeconds } from '../http.ts';
import { SapErrorSchema } from './schemas.ts';

/** SAP's failures in the hub's terms. */

/** Answers that say "later"; 409 and 423 are another user's lock. */
const LATER = new Set([408, 409, 423, 425, 429]);
/** 503 comes from SAP's web dispatcher, which had no one to hand the request to. */
const NOTHING_HAPPENED = new Set([503]);

/** `asked` is what the call could have done at the most: a read does nothing, however it fails. */
export function errorFromResponse(
  response: PartnerResponse,
  nowMs: number,
  asked: CallEffect,
): RetryableError | PermanentError {
  const { status, headers } = response;
  const detail = describe(response);
  const retryAfter = retryAfterSeconds(headers, nowMs);
  if (LATER.has(status) || isStaleCsrfToken(response)) {
    return new RetryableError(`sap.http_${status}`, detail, {
      effect: 'none',
      partnerDown: retryAfter !== undefined,
      retryAfterSeconds: retryAfter,
    });
  }
  if (status >= 500) {
    return new RetryableError(`sap.http_${status}`, detail, {
      effect: NOTHING_HAPPENED.has(status) ? 'none' : asked,
      partnerDown: true,
      retryAfterSeconds: retryAfter,
    });
  }
  if (status >= 300 && status < 400) {
    const message = `SAP answered ${status}: base_url must name the API host itself, not one that redirects or asks to log on.`;
    return new PermanentError('sap.redirected', message);
  }
  if (status === 401) {
    return new PermanentError('sap.unauthorized', `SAP refused the credentials of this integration. ${detail}`);
  }
  return new PermanentError(`sap.http_${status}`, detail);
}

/** SAP: 403 with `x-csrf-token: Required` when the token or its session is over. */
export function isStaleCsrfToken({ status, headers }: PartnerResponse): boolean {
  return status === 403 && headers.get('x-csrf-token')?.toLowerCase() === 'required';
}

/** A 2xx whose body is not what SAP documents: if work was asked for, it may well be done. */
export function unreadableAnswer(status: number, effect: CallEffect, cause?: unknown): RetryableError {
  return new RetryableError('sap.unreadable_answer', `SAP answered ${status} with a body that cannot be read.`, {
    effect,
    partnerDown: false,
    cause,
  });
}

const MAX_DETAIL = 500;

/** The error's code, words and target, and those of its details, in one line that a person can act on. */
function describe({ status, text }: PartnerResponse): string {
  const parsed = SapErrorSchema.safeParse(parseJson(text));
  if (!parsed.success)
    return `SAP answered ${status}: ${
      text
        .replace(/<[^>]*>|\s+/g, ' ')
        .trim()
        .slice(0, 120) || 'no body'
    }.`;
  const { error } = parsed.data;
  const messages = [error, ...(error.details ?? [])].map(
    ({ code, message, target }) => `${message}${target ? ` [${target}]` : ''} (${code})`,
  );
  return `SAP answered ${status}: ${[...new Set(messages)].join('; ')}`.slice(0, MAX_DETAIL);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
