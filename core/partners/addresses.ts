import { type LookupAddress, lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type FieldError, invalidFields } from '../domain/errors.ts';
import { isPermitted } from './permitted-addresses.ts';

/** The URLs that people give to the hub. */

export interface UrlRules {
  /** That a URL may have, such as `https:`. */
  readonly protocols: readonly string[];
  /** Whether addresses of this machine are permitted. */
  readonly loopback: boolean;
  /** Resolves names; the system's unless a test has its own. */
  readonly lookup?: LookupFunction;
}

/** The rules of the URLs that people give to the hub; only the local runtime permits http, and its own machine. */
export function urlRules(protocols: readonly string[]): UrlRules {
  return { protocols, loopback: protocols.includes('http:') };
}

/** A URL that the hub does not call. The message completes "base_url …". */
export class UnsafeUrlError extends Error {
  readonly code = 'UNSAFE_URL';

  constructor(message: string) {
    super(message);
    this.name = 'UnsafeUrlError';
  }
}

/** Throws UnsafeUrlError for a URL that must not be called whatever its name resolves to. */
export function requirePermittedUrl(url: string, { protocols, loopback }: UrlRules): URL {
  const parsed = URL.parse(url);
  if (parsed === null) throw new UnsafeUrlError('must be a URL');
  if (!protocols.includes(parsed.protocol)) {
    throw new UnsafeUrlError(`must begin with ${protocols.join('// or ')}//`);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new UnsafeUrlError('must not have a user name or password');
  }
  const address = addressOf(parsed);
  if (isIP(address) !== 0 && !isPermitted(address, loopback)) throw notPublic(address);
  return parsed;
}

function addressOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function notPublic(address: string): UnsafeUrlError {
  return new UnsafeUrlError(`must be a public address, and ${address} is private or reserved`);
}

/** Resolves a name for a connection and fails with UnsafeUrlError if one of its addresses must not be called. */
export function permittedLookup({ loopback, lookup = resolve }: UrlRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = listOfAddresses(found);
      const failure = error ?? refusalOf(addresses, loopback);
      if (failure) callback(failure, '');
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

function listOfAddresses(found: string | LookupAddress[] | undefined): LookupAddress[] {
  return typeof found === 'string' ? [{ address: found, family: isIP(found) }] : (found ?? []);
}

function refusalOf(addresses: readonly LookupAddress[], loopback: boolean): UnsafeUrlError | undefined {
  const refused = addresses.find(({ address }) => !isPermitted(address, loopback));
  return refused && notPublic(refused.address);
}

/**
 * Throws `validation.failed` on `path` for a URL that the hub would not call: of another protocol, with credentials, or of
 * an address that is not public, also by name. A name that does not resolve yet is accepted; each call checks again.
 */
export async function requireSafeUrl(url: string, { path = 'url', ...rules }: UrlRules & { readonly path?: string }) {
  const fault = await urlFault(url, rules);
  if (fault !== undefined) throw invalidFields([{ path, message: fault }]);
}

async function urlFault(url: string, rules: UrlRules): Promise<string | undefined> {
  try {
    const host = addressOf(requirePermittedUrl(url, rules));
    if (isIP(host) === 0) await requirePermittedName(host, rules);
    return undefined;
  } catch (error) {
    if (error instanceof UnsafeUrlError) return error.message;
    throw error;
  }
}

function requirePermittedName(host: string, rules: UrlRules): Promise<void> {
  return new Promise((resolve, reject) => {
    permittedLookup(rules)(host, { all: true }, (error) =>
      error instanceof UnsafeUrlError ? reject(error) : resolve(),
    );
  });
}

/** The URLs in a document, which are in fields whose names end in `_url`, with their paths below `path`. */
export function urlsIn(document: unknown, path = ''): { readonly path: string; readonly url: string }[] {
  const urls: { path: string; url: string }[] = [];
  // Not by recursion: a document of a person may be nested as deeply as its size permits.
  const open = [{ path, value: document }];
  for (const { path: at, value } of open) {
    if (typeof value === 'object' && value !== null) {
      open.push(
        ...Object.entries(value).map(([name, inner]) => ({ path: at === '' ? name : `${at}.${name}`, value: inner })),
      );
    } else if (typeof value === 'string' && at.endsWith('_url')) urls.push({ path: at, url: value });
  }
  return urls;
}

/** The faults of all URLs in a document. */
export async function unsafeUrls(document: unknown, rules: UrlRules, path: string): Promise<FieldError[]> {
  const found = urlsIn(document, path);
  const faults = await Promise.all(found.map(({ url }) => urlFault(url, rules)));
  return found.flatMap(({ path }, index) => {
    const message = faults[index];
    return message === undefined ? [] : [{ path, message }];
  });
}
