import { lookup } from 'node:dns/promises';
import { isIPv6, type LookupFunction } from 'node:net';
import { hostname } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requireSafeUrl, type UrlRules, unsafeUrls, urlRules } from '../../../../core/partners/addresses.ts';
import { isPermitted } from '../../../../core/partners/permitted-addresses.ts';
import { HttpFailure, sendHttp } from '../../../../core/partners/send-http.ts';
import { partnerServer, urlWithoutServer } from '../../support/partner-server.ts';

const PRIVATE = [
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.170',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
];
const PUBLIC = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '172.32.0.0',
  '192.167.0.1',
  '223.255.255.255',
];

function inIpv6(address: string): string[] {
  const hex = Buffer.from(address.split('.').map(Number))
    .toString('hex')
    .replace(/(.{4})(?=.)/, '$1:');
  return [`::ffff:${address}`, `::ffff:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`];
}

/** Resolves each name to these addresses. */
function resolvingTo(...addresses: string[]): LookupFunction {
  return (_name, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
    );
}
const rules = urlRules(['https:']);
const localRules = urlRules(['https:', 'http:']);

function safe(url: string, given: UrlRules = rules): Promise<void> {
  return requireSafeUrl(url, { ...given, path: 'settings.base_url' });
}

describe('an address', () => {
  it.each(PRIVATE)('%s is not called, nor any IPv6 form of it', (address) => {
    for (const form of [address, ...inIpv6(address)]) expect([form, isPermitted(form, false)]).toEqual([form, false]);
  });

  it.each(PUBLIC)('%s is called, and each IPv6 form of it', (address) => {
    for (const form of [address, ...inIpv6(address)]) expect([form, isPermitted(form, false)]).toEqual([form, true]);
  });

  it.each([
    '::',
    '::1',
    'fd00:ec2::254',
    'fc00::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '64:ff9b:1::1',
    '100::1',
    '::7f00:1',
    'name',
    '',
  ])('%s is not called', (address) => expect(isPermitted(address, false)).toBe(false));

  it.each(['2606:4700::1111', '2a00:1450:4001:800::200e'])('%s is called', (address) => {
    expect(isPermitted(address, false)).toBe(true);
  });

  it('of this machine is called in the local runtime, and no other private one', () => {
    const permitted = [...PRIVATE, '::1', '::ffff:127.0.0.1', 'fd00:ec2::254'].filter((one) => isPermitted(one, true));
    expect(permitted).toEqual(['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1']);
  });

  it('of 10/8 is never called, whatever its form', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 3, maxLength: 3 }), (rest) => {
        const address = [10, ...rest].join('.');
        for (const form of [address, ...inIpv6(address)]) expect(isPermitted(form, true)).toBe(false);
      }),
    );
  });
});

describe('a URL that a person gives', () => {
  it.each([
    ['http://example.com', 'must begin with https://'],
    ['ftp://example.com', 'must begin with https://'],
    ['example.com', 'must be a URL'],
    ['https://user:secret@example.com', 'must not have a user name or password'],
    ['https://10.0.0.1/sap', 'must be a public address, and 10.0.0.1 is private or reserved'],
    ['https://0x7f.1', '127.0.0.1'],
    ['https://2130706433', '127.0.0.1'],
    ['https://0251.0376.0251.0376', '169.254.169.254'],
    ['https://[::ffff:169.254.169.254]', '::ffff:a9fe:a9fe'],
    ['https://[fd00:ec2::254]', 'fd00:ec2::254'],
  ])('%s is rejected: %s', async (url, words) => {
    await expect(safe(url)).rejects.toMatchObject({
      code: 'validation.failed',
      fields: [{ path: 'settings.base_url', message: expect.stringContaining(words) }],
    });
  });

  it('is rejected when one of its name’s addresses is private', async () => {
    const lookup = resolvingTo('1.1.1.1', '10.1.2.3');
    await expect(safe('https://sap.example.com', { ...rules, lookup })).rejects.toMatchObject({
      message: expect.stringContaining('10.1.2.3'),
    });
    await expect(
      safe('https://sap.example.com', { ...rules, lookup: resolvingTo('1.1.1.1') }),
    ).resolves.toBeUndefined();
  });

  it('is accepted when its name does not resolve yet', async () => {
    await expect(safe('https://sap.invalid')).resolves.toBeUndefined();
  });

  it('is found wherever it is in a document', async () => {
    const document = { base_url: 'https://10.0.0.1', auth: { token_url: 'http://1.1.1.1' }, note: 'http://10.0.0.1' };
    expect((await unsafeUrls(document, rules, 'settings')).map(({ path }) => path)).toEqual([
      'settings.base_url',
      'settings.auth.token_url',
    ]);
  });

  it('is rejected by the name of this machine, if its address is private', async () => {
    const addresses = await lookup(hostname(), { all: true }).catch(() => []);
    const isPrivate = addresses.some(({ address }) => !isPermitted(address, false));
    const attempt = safe(`https://${hostname()}`);
    if (isPrivate) await expect(attempt).rejects.toMatchObject({ code: 'validation.failed' });
    else await expect(attempt).resolves.toBeUndefined();
  });
});

describe('a call', () => {
  const server = partnerServer();
  const signal = () => AbortSignal.timeout(5000);
  const send = (url: string, given: UrlRules = localRules) =>
    sendHttp({ method: 'GET', url }, { ...given, signal: signal() });
  const named = () => server.url().replace('127.0.0.1', 'sap.example.com');

  it('goes to the address that was checked, and to no private one', async () => {
    server.reply(() => ({ status: 200, body: 'here' }));
    expect(await send(named(), { ...localRules, lookup: resolvingTo('127.0.0.1') })).toMatchObject({ text: 'here' });
    const refused = send(`${named()}/`.replace('sap.', 'other.'), {
      ...localRules,
      lookup: resolvingTo('127.0.0.1', '10.0.0.1'),
    });
    await expect(refused).rejects.toMatchObject({
      name: 'UnsafeUrlError',
      message: expect.stringContaining('10.0.0.1'),
    });
    await expect(send(server.url(), { ...localRules, loopback: false })).rejects.toMatchObject({
      name: 'UnsafeUrlError',
    });
    await expect(send('http://169.254.169.254/latest/meta-data')).rejects.toMatchObject({ name: 'UnsafeUrlError' });
    expect(server.calls).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    server.reply(() => ({ status: 302, headers: { location: 'http://169.254.169.254/' } }));
    expect((await send(server.url())).status).toBe(302);
    expect(server.calls).toHaveLength(1);
  });

  it('sends method, headers and body, and has every cookie of the response', async () => {
    server.reply(() => ({ status: 201, headers: { 'set-cookie': ['a=1', 'b=2'] }, body: 'ü' }));
    const headers = { 'content-type': 'text/plain' };
    const request = { method: 'POST', url: `${server.url()}/orders?x=1`, headers, body: 'ö' } as const;
    const response = await sendHttp(request, { ...localRules, signal: signal() });
    expect(server.calls).toMatchObject([
      { method: 'POST', path: '/orders', query: { x: '1' }, headers: { ...headers, 'content-length': '2' }, body: 'ö' },
    ]);
    expect([response.status, response.text, response.headers.getSetCookie()]).toEqual([201, 'ü', ['a=1', 'b=2']]);
  });

  it('fails as not sent when nobody listens, or the name does not resolve', async () => {
    await expect(send(await urlWithoutServer())).rejects.toMatchObject({ reason: 'ECONNREFUSED', notSent: true });
    await expect(send('http://sap.invalid')).rejects.toMatchObject({ notSent: true });
  });

  it('fails with what may have arrived when the connection is lost, cut off or silent', async () => {
    for (const reply of ['reset', 'cut off'] as const) {
      server.reply(() => reply);
      await expect(send(server.url())).rejects.toMatchObject({ reason: 'ECONNRESET', notSent: false });
    }
    server.reply(() => 'silence');
    const ended = sendHttp({ method: 'GET', url: server.url() }, { ...localRules, signal: AbortSignal.timeout(50) });
    await expect(ended).rejects.toMatchObject({ reason: 'TimeoutError', notSent: false });
  });

  it('fails on a body that is too large', async () => {
    server.reply(() => ({ status: 200, body: 'x'.repeat(5 * 1024 * 1024 + 1) }));
    const sent = send(server.url());
    await expect(sent).rejects.toBeInstanceOf(HttpFailure);
    await expect(sent).rejects.toMatchObject({ reason: 'RESPONSE_TOO_LARGE' });
  });
});
