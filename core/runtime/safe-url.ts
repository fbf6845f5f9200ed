import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { invalidFields } from '../domain/errors.ts';

/** Calls to addresses that organizations choose: never to the hub's own network, whatever a name resolves to. */

export interface UrlRules {
  /** `https:`, and in the local runtime `http:`, where loopback addresses are permitted too. */
  readonly protocols: readonly string[];
  readonly resolve?: Resolve;
}

export type Resolve = (
  hostname: string,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** The address that a name resolves to is not permitted. */
export class UnsafeAddressError extends Error {
  constructor() {
    super('The host name resolves to an address that is not public.');
    this.name = 'UnsafeAddressError';
  }
}

// https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
const LOOPBACK = blockList(['127.0.0.0/8', '::1/128']);
const NOT_PUBLIC = blockList([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
  ...['5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]);

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** An IPv6 address that holds an IPv4 address is as that one. */
function isPermitted(address: string, { protocols }: UrlRules): boolean {
  const family = familyOf(address);
  if (LOOPBACK.check(address, family)) return protocols.includes('http:');
  return !NOT_PUBLIC.check(address, family);
}

/**
 * The URL in its normal form. Throws `validation.failed` on `path` for another protocol, credentials in it, a name that
 * does not resolve, and an address that is not public.
 */
export async function requireSafeUrl(text: string, path: string, rules: UrlRules): Promise<string> {
  const url = URL.parse(text);
  const reject = (message: string) => invalidFields([{ path, message }]);
  if (!url || !rules.protocols.includes(url.protocol)) {
    throw reject(`must be a URL that begins with ${rules.protocols.join('// or ')}//`);
  }
  if (url.username !== '' || url.password !== '') throw reject('must not have a user name or password');
  const addresses = await addressesOf(hostOf(url), rules);
  if (addresses.length === 0) throw reject('must have a host name that resolves');
  if (!addresses.every((address) => isPermitted(address, rules))) throw reject('must not lead to a private address');
  return url.href;
}

/** The host as `node:net` knows it: an IPv6 address without brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function addressesOf(host: string, { resolve = resolveAll }: UrlRules): Promise<string[]> {
  if (isIP(host)) return Promise.resolve([host]);
  return new Promise((done) =>
    resolve(host, (error, addresses) => done(error ? [] : addresses.map(({ address }) => address))),
  );
}

function resolveAll(hostname: string, callback: Parameters<Resolve>[1]): void {
  lookup(hostname, { all: true }, callback);
}

/** As `dns.lookup`, but fails unless every address is permitted: the connection is to what was checked. */
function checkedLookup(rules: UrlRules): LookupFunction {
  const { resolve = resolveAll } = rules;
  return (hostname, { all }, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses;
      if (error) callback(error, '');
      else if (!first || !addresses.every(({ address }) => isPermitted(address, rules))) {
        callback(new UnsafeAddressError(), '');
      } else if (all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

export interface SafePost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** More of a response is not read. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/**
 * Posts and returns the status; redirects are not followed and the response's body is not kept. Rejects with the error of
 * the connection, `UnsafeAddressError`, or a TimeoutError.
 */
export function postSafely({ url: text, headers, body, timeoutMs }: SafePost, rules: UrlRules): Promise<number> {
  const url = new URL(text);
  const host = hostOf(url);
  if (!rules.protocols.includes(url.protocol) || (isIP(host) && !isPermitted(host, rules))) {
    return Promise.reject(new UnsafeAddressError());
  }
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const request = send(url, { method: 'POST', headers, signal, agent: false, lookup: checkedLookup(rules) });
    request.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    request.on('response', (response) => {
      let bytes = 0;
      response.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
        if (bytes > MAX_RESPONSE_BYTES) response.destroy();
      });
      // Whatever happens to the body, the receiver has answered.
      response.on('error', () => {});
      response.on('close', () => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}
