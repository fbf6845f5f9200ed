import { beforeEach, describe, expect, it } from '@jest/globals';
import { officeSupplies, REQUESTS, runningConcur, TOKEN_PATH } from './concur-client.ts';

const concur = runningConcur();
beforeEach(() => concur.reset());

const COMPANY = { grant_type: 'password', credtype: 'authtoken', username: '8d3b6f90-2c7e-4a15-b4d8-5e0f9a7c1362' };

function createWith(token: string) {
  return concur.call('POST', REQUESTS, officeSupplies(), { authorization: `Bearer ${token}` });
}

describe('the token endpoint', () => {
  it("answers a refresh with the company's tokens and where to call", async () => {
    const { status, json } = await concur.refresh();
    expect(status).toBe(200);
    expect(json).toEqual({
      expires_in: '3600',
      scope: 'purchaserequest.read purchaserequest.write',
      token_type: 'Bearer',
      access_token: expect.any(String),
      refresh_token: expect.stringMatching(/^[\da-f-]{36}$/),
      refresh_expires_in: concur.now / 1000 + 182 * 86_400,
      id_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      geolocation: concur.url,
    });
    expect((await createWith(json.access_token)).status).toBe(202);
  });

  it('takes a rotated refresh token once, and the listed one always', async () => {
    const { refresh_token } = (await concur.refresh()).json;
    const second = await concur.refresh(refresh_token);
    expect(second.json.refresh_token).not.toBe(refresh_token);
    expect((await concur.refresh(refresh_token)).json).toEqual({
      code: 108,
      error: 'invalid_grant',
      error_description: 'bad or expired refresh token',
    });
    expect((await concur.refresh()).status).toBe(200);
  });

  it('returns the same refresh token without rotation', async () => {
    await concur.control('POST', 'settings', { rotateRefreshTokens: false });
    const { json } = await concur.refresh();
    expect(json.refresh_token).toBe(concur.credentials.refresh_token);
  });

  it('ends refresh tokens after half a year, and access tokens after an hour', async () => {
    const { json } = await concur.refresh();
    concur.now += 3_600_000;
    expect((await createWith(json.access_token)).status).toBe(403);
    concur.now += 182 * 86_400_000;
    expect((await concur.refresh(json.refresh_token)).json.code).toBe(108);
  });

  it('issues a token of the company for its request token', async () => {
    const { json } = await concur.token({ ...COMPANY, password: 'request-token-2026' });
    expect((await createWith(json.access_token)).status).toBe(202);
  });

  it('issues a token of the application alone, which may not create requests', async () => {
    const { json } = await concur.token({ grant_type: 'client_credentials' });
    expect(Object.keys(json)).toEqual(['expires_in', 'scope', 'token_type', 'access_token', 'geolocation']);
    expect((await createWith(json.access_token)).status).toBe(403);
  });

  it.each([
    [400, 5, 'invalid_grant', { ...COMPANY, username: 'nobody', password: '' }],
    [400, 5, 'invalid_grant', { grant_type: 'password', username: 'john.deo@concur', password: 'secret' }],
    [400, 5, 'invalid_grant', { ...COMPANY, password: 'wrong' }],
    [401, 61, 'invalid_client', { client_id: 'nobody' }],
    [401, 64, 'invalid_client', { client_secret: 'wrong' }],
    [400, 115, 'invalid_request', { client_secret: '' }],
    [400, 65, 'invalid_request', {}],
    [400, 60, 'invalid_grant', { grant_type: 'magic' }],
    [400, 106, 'invalid_request', { grant_type: 'refresh_token' }],
    [400, 108, 'invalid_grant', { grant_type: 'refresh_token', refresh_token: '__proto__' }],
    [400, 54, 'invalid_scope', { grant_type: 'client_credentials', scope: 'expense.report.read' }],
    [400, 136, 'invalid_grant', { ...COMPANY, password: 'request-token-of-another' }],
  ])('refuses with %i and code %i %s: %j', async (status, code, error, form) => {
    const reply = await concur.token(form);
    expect(reply.status).toBe(status);
    expect(reply.json).toEqual({ code, error, error_description: expect.any(String) });
  });

  it('refuses a body that is no form, and any other method', async () => {
    expect((await concur.call('POST', TOKEN_PATH, { grant_type: 'refresh_token' })).json.code).toBe(135);
    expect((await concur.call('GET', TOKEN_PATH)).status).toBe(405);
  });

  it('refuses everything while the company is not enabled or in maintenance', async () => {
    await concur.control('POST', 'settings', { company: 'not_enabled' });
    expect((await concur.refresh()).json.code).toBe(53);
    await concur.control('POST', 'settings', { company: 'maintenance' });
    expect((await concur.refresh()).json.code).toBe(134);
  });

  it('names the data center of a company that lives in another one', async () => {
    const geolocation = 'https://eu2.api.concursolutions.com';
    await concur.control('POST', 'settings', { company: 'elsewhere', geolocation });
    const { json } = await concur.refresh();
    expect(json).toMatchObject({ code: 16, geolocation });
  });
});

describe('a call', () => {
  it.each([
    [401, undefined],
    [403, 'Bearer nobody-issued-this'],
    [403, 'Basic am9objpkZW8='],
  ])('gets %i with the authorization %j', async (status, authorization) => {
    const reply = await concur.call('POST', REQUESTS, officeSupplies(), authorization ? { authorization } : {});
    expect(reply.status).toBe(status);
    expect(reply.json.httpStatus).toContain(String(status));
  });

  it('gets 403 without the scope, and after the tokens ended, or 401 when set so', async () => {
    const { json } = await concur.refresh(undefined, { scope: 'purchaserequest.read' });
    const authorization = `Bearer ${json.access_token}`;
    expect((await createWith(json.access_token)).status).toBe(403);
    expect((await concur.call('GET', `${REQUESTS}/x?mode=COMPACT`, undefined, { authorization })).status).toBe(404);
    await concur.control('POST', 'expire-tokens');
    expect((await createWith(json.access_token)).status).toBe(403);
    await concur.control('POST', 'settings', { invalidTokenStatus: 401 });
    expect((await createWith(json.access_token)).status).toBe(401);
  });

  it('is told a new geolocation, and 200 instead of 202, when set so', async () => {
    await concur.control('POST', 'settings', { geolocation: 'https://us2.example', acceptedStatus: 200 });
    const { json } = await concur.refresh();
    expect(json.geolocation).toBe('https://us2.example');
    const created = await createWith(json.access_token);
    expect(created.status).toBe(200);
    expect(created.json.uri).toContain('https://us2.example/purchaserequest/');
  });
});
