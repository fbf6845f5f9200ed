import { ATTEMPT_TIMEOUT_MS, type AttemptResult } from '../../webhooks/delivery.ts';
import { signingSecrets } from '../../webhooks/signing-keys.ts';
import type { Subscription } from '../../webhooks/subscription.ts';
import { toError } from '../logger.ts';
import { postSafely, UnsafeAddressError, type UrlRules } from '../safe-url.ts';
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
  readonly rules: UrlRules;
  readonly clock: () => number;
}

export function createSendMessage({ secrets, rules, clock }: SendMessageOptions): SendMessage {
  return async (subscription, { id, payload }) => {
    const keys = await secrets.read(subscription, subscription.secret_version);
    // A subscription that is being deleted has lost its secret first.
    if (keys === undefined) return { status: null, error: 'The secret that signs does not exist.' };
    const { signedHeaders } = await import('../../webhooks/signature.ts');
    const nowMs = clock();
    const headers = {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(payload)),
      'user-agent': 'procurement-hub',
      ...signedHeaders(id, payload, signingSecrets(keys, nowMs), nowMs),
    };
    const post = { url: subscription.url, headers, body: payload, timeoutMs: ATTEMPT_TIMEOUT_MS };
    try {
      const status = await postSafely(post, rules);
      const isAccepted = status >= 200 && status < 300;
      return { status, error: isAccepted ? null : `The receiver answered ${status}.` };
    } catch (error) {
      return { status: null, error: sentenceOf(toError(error)) };
    }
  };
}

function sentenceOf(error: Error): string {
  if (error instanceof UnsafeAddressError) return error.message;
  if (error.name === 'TimeoutError') return `The receiver did not answer within ${ATTEMPT_TIMEOUT_MS / 1000} seconds.`;
  // Node's message may quote what the receiver has sent.
  return `The connection to the receiver failed (${'code' in error ? String(error.code) : error.name}).`;
}
