import { UnsafeUrlError, type UrlRules } from '../../partners/addresses.ts';
import { HttpFailure, sendHttp } from '../../partners/send-http.ts';
import { ATTEMPT_TIMEOUT_MS, type AttemptResult } from '../../webhooks/delivery.ts';
import { signingSecrets } from '../../webhooks/signing-keys.ts';
import type { Subscription } from '../../webhooks/subscription.ts';
import type { SubscriptionSecrets } from './subscription-secrets.ts';

export interface Message {
  /** The same in each attempt: receivers tell repeated messages by it. */
  readonly id: string;
  readonly payload: string;
}

/** Signs a message with the subscription's keys and posts it; tells how that ended. */
export type SendMessage = (subscription: Subscription, message: Message) => Promise<AttemptResult>;

export interface SendMessageOptions {
  readonly secrets: Pick<SubscriptionSecrets, 'read'>;
  readonly urls: UrlRules;
  readonly clock: () => number;
}

export function createSendMessage({ secrets, urls, clock }: SendMessageOptions): SendMessage {
  return async (subscription, { id, payload }) => {
    const keys = await secrets.read(subscription, subscription.secret_version);
    // A subscription that is being deleted has lost its secret first.
    if (keys === undefined) return { status: null, error: 'The secret that signs does not exist.' };
    const { signedHeaders } = await import('../../webhooks/signature.ts');
    const nowMs = clock();
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(payload)),
      ...signedHeaders(id, payload, signingSecrets(keys, nowMs), nowMs),
    };
    const post = { method: 'POST', url: subscription.url, headers, body: payload, discardsBody: true } as const;
    try {
      const { status } = await sendHttp(post, { ...urls, signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS) });
      const isAccepted = status >= 200 && status < 300;
      return { status, error: isAccepted ? null : `The receiver answered ${status}.` };
    } catch (error) {
      return { status: null, error: sentenceOf(error) };
    }
  };
}

function sentenceOf(error: unknown): string {
  if (error instanceof UnsafeUrlError) return `The URL ${error.message}.`;
  if (!(error instanceof HttpFailure)) throw error;
  return error.reason === 'TimeoutError'
    ? `The receiver did not answer within ${ATTEMPT_TIMEOUT_MS / 1000} seconds.`
    : `The connection to the receiver failed (${error.reason}).`;
}
