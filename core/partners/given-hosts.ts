import * as z from 'zod/mini';
import { parseJson } from '../domain/json.ts';
import { urlsIn } from './addresses.ts';

/**
 * The hosts that an integration's credentials were given for, in its secret beside them: secret and settings are not saved
 * together, and what is read at the same time may not belong together. A secret that is filled by hand names none.
 */
const BoundSchema = z.object({ given_for: z.array(z.string()) });

/** The value of the secret. */
export function boundSecret(credentials: Readonly<Record<string, unknown>>, settings: unknown): string {
  return JSON.stringify({ ...credentials, given_for: originsOf(settings) });
}

/** The credentials in a secret's value, and whether the settings name only hosts that they were given for. */
export function openSecret(
  text: string,
  settings: unknown,
): { readonly credentials: unknown; readonly isForHosts: boolean } {
  const document = parseJson(text);
  const bound = BoundSchema.safeParse(document);
  if (!bound.success) return { credentials: document, isForHosts: true };
  const entries = Object.entries(Object(document)).filter(([name]) => name !== 'given_for');
  const { given_for } = bound.data;
  const isForHosts = originsOf(settings).every((origin) => given_for.includes(origin));
  return { credentials: Object.fromEntries(entries), isForHosts };
}

/** The scheme, host and port of each URL in settings. */
export function originsOf(document: unknown): string[] {
  // What is no URL is never called.
  return urlsIn(document).flatMap(({ url }) => URL.parse(url)?.origin ?? []);
}
