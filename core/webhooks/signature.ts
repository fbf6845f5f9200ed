import { Webhook } from 'standardwebhooks';

/** The headers that prove who sent the body and when; `secrets` are those that sign, the newest first. */
export function signedHeaders(
  id: string,
  payload: string,
  secrets: readonly string[],
  nowMs: number,
): Record<string, string> {
  const time = new Date(nowMs);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(nowMs / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, time, payload)).join(' '),
  };
}
