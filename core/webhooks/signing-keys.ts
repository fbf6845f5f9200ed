import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';

/** The keys that sign a subscription's messages: the value of its secret. A version of the secret never changes. */
export const SigningKeysSchema = z.array(
  z.object({
    /** `whsec_` and base64. */
    secret: z.string(),
    /** In milliseconds; null for the newest. */
    until: z.nullable(z.int()),
  }),
);
export type SigningKeys = z.infer<typeof SigningKeysSchema>;

/** Standard Webhooks recommends 24 to 64 bytes. */
const KEY_BYTES = 32;
/** Keeps the header short, however often a person rotates. */
const MAX_KEYS = 5;

export function newSecret(): string {
  return `whsec_${randomBytes(KEY_BYTES).toString('base64')}`;
}

/** The keys after a rotation: the former ones sign until the overlap ends, or their own end if that is earlier. */
export function rotated(keys: SigningKeys, secret: string, overlapMs: number, nowMs: number): SigningKeys {
  const end = nowMs + overlapMs;
  const former = keys.map((key) => ({ ...key, until: Math.min(key.until ?? end, end) }));
  return [{ secret, until: null }, ...former.filter(({ until }) => until > nowMs)].slice(0, MAX_KEYS);
}

/** The secrets that sign now, the newest first. */
export function signingSecrets(keys: SigningKeys, nowMs: number): string[] {
  return keys.filter(({ until }) => until === null || until > nowMs).map(({ secret }) => secret);
}
