import { IntegrationError, PermanentError, RetryableError } from '../sync/errors.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';
import { HttpFailure } from './send-http.ts';

/** Why the name or the host can't be reached, by Node's code. */
const NETWORK_WORDS: Readonly<Record<string, string>> = {
  EAI_AGAIN: "its name can't be resolved at the moment.",
  ECONNREFUSED: 'nothing listens at its address and port: check the URL.',
  ECONNRESET: 'the connection was ended: check that the URL has the right port and protocol.',
  EHOSTUNREACH: "its address can't be reached.",
  ENETUNREACH: "its address can't be reached.",
  ENOTFOUND: 'its name does not resolve: check the URL.',
  ETIMEDOUT: 'nobody answers at its address: check the URL, and that the host accepts connections of the hub.',
};

/** By the end of the error's code, what a person would check first; the partner's own words follow. */
const STATUS_WORDS: Readonly<Record<string, string>> = {
  http_403: 'The credentials are accepted, and their user lacks a permission.',
  http_404: 'The host answers, and does not have the service there: check the path of the URL.',
};

/** Why a call of the partner failed, in words for the person who sets it up. Throws an error that is a defect. */
export function connectionWords(partner: Partner, error: unknown): string {
  const { displayName } = PARTNERS[partner];
  if (error instanceof RetryableError && error.cause instanceof HttpFailure) {
    const { reason } = error.cause;
    if (Object.hasOwn(NETWORK_WORDS, reason))
      return `${displayName} can't be reached: ${NETWORK_WORDS[reason]} (${reason})`;
    const isTls = /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(reason);
    return isTls
      ? `The TLS connection to ${displayName} failed: its certificate or protocol is not valid (${reason}).`
      : error.message;
  }
  if (error instanceof RetryableError || error instanceof IntegrationError || error instanceof PermanentError) {
    const [, status = ''] = error.code.split('.');
    return Object.hasOwn(STATUS_WORDS, status) ? `${STATUS_WORDS[status]} ${error.message}` : error.message;
  }
  throw error;
}
