import { describe, expect, it } from '@jest/globals';
import { IntegrationError, RetryableError } from '../../../../../core/sync/errors.ts';
import { type PartnerCall, type PartnerReply, partnerServer } from '../../../support/partner-server.ts';
import {
  basic,
  clientOf,
  create,
  errorOf,
  failingSap,
  healthySap,
  isCreate,
  isSessionCall,
  isTokenCall,
  read,
  SECRETS,
} from './support.ts';

const sap = partnerServer();
const REJECTED: PartnerReply = { status: 401, body: { error: { code: 'LOGON', message: 'Logon failed' } } };

function authorizations(): (string | undefined)[] {
  return sap.calls.filter((call) => !isTokenCall(call)).map(({ headers }) => headers.authorization);
}

describe('basic authentication', () => {
  it('sends the credentials with each call, and reads them once', async () => {
    sap.reply(healthySap());
    const { client, reads } = clientOf(sap);
    await Promise.all([read(client), read(client), create(client)]);
    expect(new Set(authorizations())).toEqual(new Set([basic('hunter2-1')]));
    expect(reads).toEqual([false]);
  });

  it('reads the credentials again after a 401 and sends the call once more', async () => {
    sap.reply(failingSap(() => true, REJECTED));
    const { client, reads } = clientOf(sap);
    expect(await read(client)).toEqual({ PurchaseOrder: '4500012847' });
    await read(client);
    expect(reads).toEqual([false, true]);
    expect(authorizations()).toEqual([basic('hunter2-1'), basic('hunter2-2'), basic('hunter2-2')]);
  });

  it('reads the credentials again once for concurrent calls', async () => {
    sap.reply(failingSap(() => true, REJECTED, REJECTED, REJECTED));
    const { client, reads } = clientOf(sap);
    await Promise.all([read(client), read(client), read(client)]);
    expect(reads).toEqual([false, true]);
  });

  it('sends a POST once more after a 401, with its session', async () => {
    sap.reply(failingSap(isCreate, REJECTED));
    const { client, reads } = clientOf(sap);
    expect(await create(client)).toEqual({ PurchaseOrder: '1' });
    expect(reads).toEqual([false, true]);
    expect(sap.calls.filter(isCreate).map(({ headers }) => headers['x-csrf-token'])).toEqual(['csrf-1', 'csrf-1']);
  });

  it('pauses the integration when fresh credentials are rejected too', async () => {
    sap.reply(failingSap(() => true, REJECTED, REJECTED, REJECTED));
    const { client, reads } = clientOf(sap);
    const { error, shown } = await errorOf(read(client));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({
      code: 'sap.unauthorized',
      message:
        'SAP rejected the credentials of this integration: correct its secret, then resume it. SAP returned 401: Logon failed (LOGON)',
    });
    expect(shown).not.toMatch(SECRETS);
    expect(reads).toEqual([false, true]);
    expect(sap.calls).toHaveLength(2);
  });
});

describe('rejected credentials', () => {
  // A user is locked after some failed logons.
  it.each([
    ['read', read],
    ['create', create],
  ])('are not sent again by a %s when they are still the same', async (_, call) => {
    sap.reply(failingSap(() => true, REJECTED));
    const { client, reads } = clientOf(sap, { password: 'hunter2' });
    const { error, shown } = await errorOf(call(client));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({ code: 'sap.unauthorized' });
    expect(shown).not.toMatch(SECRETS);
    expect(reads).toEqual([false, true]);
    expect(sap.calls).toHaveLength(1);
  });

  it('are read again by each later call, which sends them once', async () => {
    sap.reply(failingSap(() => true, REJECTED, REJECTED));
    const { client, reads } = clientOf(sap, { password: 'hunter2' });
    await errorOf(read(client));
    await errorOf(read(client));
    expect(reads.slice(2)).toEqual([true, true]);
    expect(sap.calls).toHaveLength(2);
    await expect(read(client)).resolves.toBeDefined();
    await read(client);
    expect(reads).toHaveLength(5);
  });

  it('are corrected by the first call after a person has filled the secret', async () => {
    const healthy = healthySap();
    sap.reply((call) => (call.headers.authorization === basic('hunter2-3') ? healthy(call) : REJECTED));
    const { client } = clientOf(sap);
    await errorOf(read(client));
    await expect(read(client)).resolves.toBeDefined();
    expect(authorizations()).toEqual(['hunter2-1', 'hunter2-2', 'hunter2-3'].map(basic));
  });

  it('of an OAuth 2.0 client are not sent again either when they are still the same', async () => {
    sap.reply(failingSap(isTokenCall, REJECTED));
    const { client, reads } = clientOf(sap, { oauth: true, password: 'hunter2' });
    const { error } = await errorOf(create(client));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({ code: 'sap.unauthorized' });
    expect(reads).toEqual([false, true]);
    expect(sap.calls).toHaveLength(1);
  });
});

describe('a logon that SAP rejects', () => {
  it.each<[string, boolean, (call: PartnerCall) => boolean, number, string]>([
    ['a token call with 400', true, isTokenCall, 400, 'sap.unauthorized'],
    ['a token call with 404', true, isTokenCall, 404, 'integration.invalid'],
    ['a session with 403', false, isSessionCall, 403, 'sap.unauthorized'],
    ['a session with 404', false, isSessionCall, 404, 'integration.invalid'],
  ])('pauses the integration, as it is the same for every document: %s', async (_, oauth, matches, status, code) => {
    sap.reply(failingSap(matches, { status, body: { error: 'invalid_client' } }));
    const { client } = clientOf(sap, { oauth });
    const { error } = await errorOf(create(client));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(`SAP returned ${status}`) });
  });
});

describe('an OAuth 2.0 token', () => {
  it('is obtained with the client’s credentials and sent with each call', async () => {
    sap.reply(healthySap());
    const { client, reads } = clientOf(sap, { oauth: true });
    await read(client);
    await create(client);
    const [token, ...others] = sap.calls.filter(isTokenCall);
    expect(others).toEqual([]);
    expect(token).toMatchObject({
      method: 'POST',
      headers: {
        authorization: basic('hunter2-1'),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
    });
    expect(new Set(authorizations())).toEqual(new Set(['Bearer bearer-1']));
    expect(reads).toEqual([false]);
  });

  it('is obtained once for concurrent calls', async () => {
    sap.reply(healthySap());
    const { client } = clientOf(sap, { oauth: true });
    await Promise.all([read(client), read(client), create(client), create(client)]);
    expect(sap.calls.filter(isTokenCall)).toHaveLength(1);
  });

  it('is renewed a minute before its end, and not earlier', async () => {
    sap.reply(healthySap());
    const { client, clock } = clientOf(sap, { oauth: true });
    await read(client);
    clock.now += (1800 - 60) * 1000 - 1;
    await read(client);
    clock.now += 1;
    await read(client);
    expect(authorizations()).toEqual(['Bearer bearer-1', 'Bearer bearer-1', 'Bearer bearer-2']);
  });

  it('has 30 minutes when SAP names no lifetime', async () => {
    sap.reply(failingSap(isTokenCall, { status: 200, body: { access_token: 'bearer-0' } }));
    const { client, clock } = clientOf(sap, { oauth: true });
    await read(client);
    clock.now += 29 * 60 * 1000 - 1;
    await read(client);
    clock.now += 1;
    await read(client);
    expect(authorizations()).toEqual(['Bearer bearer-0', 'Bearer bearer-0', 'Bearer bearer-1']);
  });

  it('is replaced after a 401, with credentials that are read again', async () => {
    sap.reply(failingSap((call) => !isTokenCall(call), REJECTED));
    const { client, reads } = clientOf(sap, { oauth: true });
    await read(client);
    expect(reads).toEqual([false, true]);
    expect(sap.calls.filter(isTokenCall).map(({ headers }) => headers.authorization)).toEqual([
      basic('hunter2-1'),
      basic('hunter2-2'),
    ]);
    expect(authorizations()).toEqual(['Bearer bearer-1', 'Bearer bearer-2']);
  });

  it.each<[PartnerReply, object]>([
    [{ status: 500 }, { code: 'sap.http_500', effect: 'none', partnerDown: true }],
    [
      { status: 429, headers: { 'retry-after': '9' } },
      { code: 'sap.http_429', effect: 'none', retryAfterSeconds: 9 },
    ],
    [
      { status: 200, body: '<html>Logon</html>' },
      { code: 'sap.unreadable_answer', effect: 'none' },
    ],
    [
      { status: 200, body: { access_token: '' } },
      { code: 'sap.unreadable_answer', effect: 'none' },
    ],
  ])('can be obtained later when the token endpoint replies %j, and no call is made', async (reply, expected) => {
    sap.reply(failingSap(isTokenCall, reply));
    const { error, shown } = await errorOf(create(clientOf(sap, { oauth: true }).client));
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject(expected);
    expect(shown).not.toMatch(SECRETS);
    expect(authorizations()).toEqual([]);
  });

  it('pauses the integration when the token endpoint rejects the client', async () => {
    sap.reply(failingSap(isTokenCall, REJECTED, REJECTED));
    const { error, shown } = await errorOf(read(clientOf(sap, { oauth: true }).client));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({ code: 'sap.unauthorized' });
    expect(shown).not.toMatch(SECRETS);
  });

  it.each(['reset', 'silence', 'cut off'] as const)(
    'leaves the order out of doubt when its request ends with %s',
    async (reply) => {
      sap.reply(failingSap(isTokenCall, reply));
      const { error } = await errorOf(create(clientOf(sap, { oauth: true, request_timeout_seconds: 0.5 }).client));
      expect(error).toMatchObject({ code: 'sap.unreachable', effect: 'none' });
    },
  );

  it('is requested again with fresh credentials when the token endpoint rejects the cached ones', async () => {
    sap.reply(failingSap(isTokenCall, { status: 401 }));
    const { client, reads } = clientOf(sap, { oauth: true });
    await expect(read(client)).resolves.toBeDefined();
    expect(reads).toEqual([false, true]);
  });

  it('is not requested at the address of a redirect', async () => {
    sap.reply(failingSap(isTokenCall, { status: 307, headers: { location: `${sap.url()}/elsewhere` } }));
    const { error } = await errorOf(read(clientOf(sap, { oauth: true }).client));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({ code: 'sap.redirected' });
    expect(sap.calls).toHaveLength(1);
  });
});
