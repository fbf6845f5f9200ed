import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CallOptions, sharedHub, type TestHub } from './support/hub.ts';
import { dock, PATH } from './support/requests.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await sharedHub();
}, 60_000);

/** The API's gateway rejects the call by itself, with the message alone. */
async function expectRejection(method: string, path: string, options: CallOptions, status: number, message: string) {
  const response = await hub.api(method, path, options);
  expect({ status: response.status, body: response.body }).toEqual({ status, body: { message } });
  expect(response.headers.get('content-type')).toBe('application/json');
  return response.headers.get('www-authenticate');
}

describe('a token', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => ({
    iss: hub.info.issuer,
    aud: 'procurement-hub',
    sub: 'usr_x',
    org_id: hub.info.org,
    roles: ['procurement_approver'],
    exp: Math.floor(Date.now() / 1000) + 600,
  });
  const expectUnauthorized = (token: string | null) => expectRejection('GET', PATH, { token }, 401, 'Unauthorized');

  it('is required', async () => {
    expect(await expectUnauthorized(null)).toBe('Bearer');
  });

  it('is rejected when it has expired', async () => {
    const token = await hub.token({ user: 'usr_x', roles: 'procurement_requester', expiresIn: -60 });
    expect(await expectUnauthorized(token)).toMatch(/^Bearer scope="" error="invalid_token" error_description=".+"$/);
  });

  it('is rejected when it is another issuer’s, or signed with another key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const iss of ['https://evil.example.com', hub.info.issuer]) {
      const signed = `${part({ alg: 'RS256', kid: 'x' })}.${part({ ...claims(), iss })}`;
      await expectUnauthorized(`${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`);
    }
  });

  it('is rejected when it names the issuer but is unsigned, or signed with a guessed secret', async () => {
    const unsigned = `${part({ alg: 'none' })}.${part(claims())}.`;
    const hmac = `${part({ alg: 'HS256' })}.${part(claims())}`;
    const forged = `${hmac}.${createHmac('sha256', 'secret').update(hmac).digest('base64url')}`;
    for (const token of [unsigned, forged, 'nonsense']) await expectUnauthorized(token);
  });
});

describe('a request that is too large', () => {
  const headers = { 'content-type': 'application/json' };

  it.each([
    ['API Gateway', 10 * 1024 * 1024 + 1],
    ['the event of a function', 7 * 1024 * 1024],
  ])('is rejected with 413 when its body is over the limit of %s', async (_, size) => {
    const options = { headers, body: `"${'x'.repeat(size)}"` };
    await expectRejection('POST', PATH, options, 413, 'Request Entity Too Large');
  });

  it('is rejected with 431 when its headers or its path are over 10,240 bytes', async () => {
    const text = 'x'.repeat(10_240);
    const expectTooLarge = (path: string, filler = '') =>
      expectRejection('GET', path, { headers: { 'x-filler': filler } }, 431, 'Request Header Fields Too Large');
    await expectTooLarge(PATH, text);
    await expectTooLarge(`${PATH}?cursor=${text}`);
    await expectTooLarge(PATH, text + text);
  });
});

describe('a body that arrives as base64', () => {
  const body = JSON.stringify({ ...dock, title: 'Dock für Zoë 🚢' });

  it.each([
    'application/vnd.api+json',
    'application/merge-patch+json; charset=utf-8',
    'application/json; charset=UTF-8',
  ])('is read as %s as it is as application/json', async (type) => {
    const create = (contentType: string, key: string) =>
      hub.api('POST', PATH, { body, headers: { 'content-type': contentType, 'idempotency-key': key } });
    const key = `base64-${type}`;
    const created = await create(type, key);
    expect(created).toMatchObject({ status: 201, body: { title: 'Dock für Zoë 🚢' } });
    // The key is of the same text, however the gateway passes it on.
    expect((await create('application/json', key)).body).toEqual(created.body);
    const unread = await hub.api('POST', PATH, { body: '{', headers: { 'content-type': type } });
    expect(unread).toMatchObject({ status: 400, body: { code: 'body.malformed' } });
  });

  it('is rejected with 415 without a content type', async () => {
    const response = await hub.api('POST', PATH, { body: Buffer.from(body) });
    expect(response).toMatchObject({ status: 415, body: { code: 'body.content_type' } });
  });
});

it('handles headers and cookies that are named as members of objects are', async () => {
  const headers = { constructor: '1', tostring: '2', cookie: 'constructor=1; __proto__=2' };
  expect((await hub.api('GET', PATH, { headers })).status).toBe(200);
});
