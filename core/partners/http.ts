import { RetryableError } from './errors.ts';

/** One HTTP exchange with a partner: a deadline, no redirects, a bounded body, and failures in the sync machine's terms. */

export interface PartnerRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface PartnerResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface PartnerHttpOptions {
  /** The partner's name, which begins the codes of its errors. */
  readonly partner: string;
  readonly timeoutMs: number;
}

const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Failures to connect: the partner cannot have heard of the request. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Any answer at all is returned. Throws RetryableError when there was none, or not all of it. */
export async function exchange(
  { partner, timeoutMs }: PartnerHttpOptions,
  { method, url, headers, body }: PartnerRequest,
): Promise<PartnerResponse> {
  const effect = method === 'GET' ? 'none' : 'unknown';
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    const reason = failureReason(error);
    const message =
      reason === 'TimeoutError'
        ? `${partner} did not answer within ${timeoutMs / 1000} seconds.`
        : `The connection to ${partner} failed (${reason}).`;
    throw new RetryableError(`${partner}.unreachable`, message, {
      effect: NEVER_SENT.has(reason) ? 'none' : effect,
      partnerDown: true,
      cause: error,
    });
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('ANSWER_TOO_LARGE');
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

/** What asks for more is asked again after an hour: a mistaken header must not silence a partner for weeks. */
const MAX_RETRY_AFTER_SECONDS = 3600;

/** Retry-After in seconds: a number, or a date against the given clock. */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - nowMs) / 1000;
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(0, Math.ceil(seconds))) : undefined;
}
