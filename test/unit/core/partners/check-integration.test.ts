import { describe, expect, it } from '@jest/globals';
import { urlRules } from '../../../../core/partners/addresses.ts';
import { type CheckedIntegration, checkIntegration } from '../../../../core/partners/check-integration.ts';
import { connectionWords } from '../../../../core/partners/connection-words.ts';
import { HttpFailure } from '../../../../core/partners/send-http.ts';
import { credentialsFaults, namesAnotherHost, settingsFaults } from '../../../../core/partners/setup-faults.ts';
import { RetryableError } from '../../../../core/sync/errors.ts';
import { type PartnerReply, partnerServer, urlWithoutServer } from '../../support/partner-server.ts';
import { attempt, ORDERS, settings } from './sap/support.ts';

const sap = partnerServer();
const urls = urlRules(['http:', 'https:']);
const credentials = { username: 'HUB', password: 'hunter2' };

function check(given: Partial<CheckedIntegration> & { base_url?: string } = {}) {
  const { base_url = sap.url(), ...rest } = given;
  const integration = { enabled: true, settings: { ...settings, base_url }, credentials, ...rest };
  return checkIntegration('sap', integration, { urls, clock: Date.now }, attempt());
}

describe('the test of an integration', () => {
  it('passes when SAP answers one read', async () => {
    sap.reply(() => ({ status: 200, body: { value: [{ PurchaseOrder: '4500000001' }] } }));
    const checks = await check();
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['enabled', true],
      ['settings', true],
      ['credentials', true],
      ['connection', true],
    ]);
    expect(sap.calls).toMatchObject([{ method: 'GET', path: ORDERS, query: { $top: '1' } }]);
  });

  it.each<[string, PartnerReply, string]>([
    ['wrong credentials', { status: 401 }, 'rejected the credentials'],
    ['a user without permission', { status: 403 }, 'lacks a permission'],
    ['a wrong path', { status: 404 }, 'check the path of the URL'],
    [
      'a redirect to a logon page',
      { status: 302, headers: { location: '/logon' } },
      'base_url must name the API host itself',
    ],
    ['a page instead of the service', { status: 200, body: '<html>' }, "can't be read"],
    ['a failure of SAP', { status: 503, body: 'Down' }, 'SAP returned 503'],
    ['a connection that ends', 'reset', 'the connection was ended'],
  ])('says what is wrong with %s', async (_, reply, words) => {
    sap.reply(() => reply);
    const checks = await check();
    expect(checks.at(-1)).toEqual({ name: 'connection', ok: false, message: expect.stringContaining(words) });
    expect(JSON.stringify(checks)).not.toContain(credentials.password);
  });

  it('says that nothing listens, and that a name does not resolve', async () => {
    expect((await check({ base_url: await urlWithoutServer() })).at(-1)?.message).toContain('nothing listens');
    expect((await check({ base_url: 'http://sap.invalid' })).at(-1)?.message).toContain('name');
  });

  it.each<[string, Partial<CheckedIntegration> & { base_url?: string }, string, string]>([
    [
      'invalid settings',
      { settings: { ...settings, plant: '10100' } },
      'settings',
      'settings.plant must have at most 4',
    ],
    ['a private address', { base_url: 'http://169.254.169.254' }, 'settings', '169.254.169.254 is private'],
    ['no credentials', { credentials: undefined }, 'credentials', 'credentials are missing'],
    ['other credentials', { credentials: { token: 'hunter2' } }, 'credentials', 'credentials.username is missing'],
  ])('calls nobody with %s', async (_, given, name, words) => {
    sap.reply(() => ({ status: 200 }));
    const checks = await check(given);
    expect(checks.filter(({ ok }) => !ok)).toEqual([{ name, ok: false, message: expect.stringContaining(words) }]);
    expect(JSON.stringify(checks)).not.toContain('hunter2');
    expect(sap.calls).toEqual([]);
  });

  it('says that it is disabled, and tries all the same', async () => {
    sap.reply(() => ({ status: 200, body: { value: [] } }));
    const checks = await check({ enabled: false });
    expect(checks.map(({ ok }) => ok)).toEqual([false, true, true, true]);
    expect((await check({ enabled: undefined })).map(({ name }) => name)).not.toContain('enabled');
  });

  it.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'])(
    'names TLS for %s',
    (reason) => {
      const details = { effect: 'none', partnerDown: true, cause: new HttpFailure(reason, true, undefined) } as const;
      expect(connectionWords('sap', new RetryableError('sap.unreachable', 'x', details))).toContain(
        `TLS connection to SAP failed`,
      );
    },
  );

  it('does not hide a defect', () => {
    expect(() => connectionWords('sap', new TypeError('x is not a function'))).toThrow(TypeError);
  });
});

describe('what administrators enter', () => {
  it('is checked by name, also names that nobody knows', async () => {
    const faults = await settingsFaults('sap', { ...settings, base_url: 'x', colour: 'red' }, urls);
    expect(faults.map(({ path }) => path).sort()).toEqual(['settings.base_url', 'settings.colour']);
    expect(credentialsFaults('sap', 'hunter2')).toEqual([{ path: 'credentials', message: 'must be an object' }]);
  });

  it.each<[unknown, unknown, boolean]>([
    [{ base_url: 'https://a.com/sap' }, { base_url: 'https://a.com/other' }, false],
    [{ base_url: 'https://a.com:443' }, { base_url: 'https://a.com' }, false],
    [{ base_url: 'https://b.com' }, { base_url: 'https://a.com' }, true],
    [{ base_url: 'http://a.com' }, { base_url: 'https://a.com' }, true],
    [{ base_url: 'https://a.com', auth: { token_url: 'https://b.com' } }, { base_url: 'https://a.com' }, true],
    [{ base_url: 'https://a.com' }, { base_url: 'https://b.com', auth: { token_url: 'https://a.com' } }, false],
    [{ base_url: 'https://a.com' }, undefined, true],
    [{ base_url: 'a.com' }, undefined, false],
  ])('%j against %j names another host: %s', (next, stored, expected) => {
    expect(namesAnotherHost(next, stored)).toBe(expected);
  });
});
