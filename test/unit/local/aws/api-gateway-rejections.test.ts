import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { DATA_FILES } from '../../../../local/data-files.ts';
import { type Issuer, openIssuer } from '../../../../local/issuer.ts';
import { gatewayFixture, route } from './api-gateway-fixture.ts';

const AUDIENCE = 'shop';
const USER = { user: 'usr_1', org: 'org_1', roles: ['buyer', 'approver'] };

describe('API Gateway', () => {
  const { events, serve, openApi, reset } = gatewayFixture();
  afterEach(reset);

  describe('the JWT authorizer', () => {
    const directory = mkdtempSync(join(tmpdir(), 'gateway-'));
    let issuer: Issuer;
    beforeEach(async () => {
      let listener: Issuer['listener'] = () => undefined;
      const url = await serve((request, response) => listener(request, response));
      issuer = await openIssuer(directory, `${url}/issuer`, AUDIENCE);
      listener = issuer.listener;
    });

    const protectedApi = () =>
      openApi([route('GET /things', { authorizer: { issuer: issuer.url, audiences: [AUDIENCE] } })]);
    const request = (api: string, authorization?: string) =>
      fetch(`${api}/things`, authorization === undefined ? {} : { headers: { authorization } });

    it('passes claims as strings, and arrays as one string in brackets', async () => {
      const response = await request(await protectedApi(), `Bearer ${await issuer.token(USER, 60)}`);
      expect(response.status).toBe(200);
      expect(events[0]?.requestContext.authorizer).toEqual({
        jwt: {
          claims: {
            iss: issuer.url,
            aud: AUDIENCE,
            sub: 'usr_1',
            org_id: 'org_1',
            roles: '[buyer approver]',
            iat: expect.stringMatching(/^\d{10}$/),
            exp: expect.stringMatching(/^\d{10}$/),
          },
          scopes: null,
        },
      });
    });

    it('returns 401 without a token', async () => {
      const response = await request(await protectedApi());
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({ message: 'Unauthorized' });
      expect(events).toEqual([]);
    });

    it.each([
      ['expired', 'the token has expired', (_good: string, expired: string) => expired],
      ['forged', 'the token is not valid', (good: string) => `${good.slice(0, -8)}AAAAAAAA`],
      ['malformed', 'the token is not valid', () => 'no-token'],
      ['unsigned', 'the token is not valid', (good: string) => `eyJhbGciOiJub25lIn0.${good.split('.')[1]}.`],
    ])('returns 401 for a token that is %s', async (_name, description, tokenOf) => {
      const token = tokenOf(await issuer.token(USER, 60), await issuer.token(USER, -60));
      const response = await request(await protectedApi(), `Bearer ${token}`);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe(
        `Bearer scope="" error="invalid_token" error_description="${description}"`,
      );
      expect(await response.json()).toEqual({ message: 'Unauthorized' });
    });

    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    it.each([
      ['without a kid', {}],
      ["whose kid is none of the issuer's", { kid: 'another' }],
    ])('returns 401 for a token %s', async (_name, more) => {
      const api = await protectedApi();
      const privateKey = createPrivateKey({
        key: JSON.parse(readFileSync(join(directory, DATA_FILES.issuerKey), 'utf8')),
        format: 'jwk',
      });
      const claims = { iss: issuer.url, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 60 };
      const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...more }).sign(privateKey);
      const response = await request(api, `Bearer ${token}`);
      expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
    });

    it('returns 401 for a token for another audience or of another issuer', async () => {
      const api = await protectedApi();
      const otherAudience = await openIssuer(directory, issuer.url, 'another-shop');
      const otherIssuer = await openIssuer(directory, 'http://127.0.0.1:1/issuer', AUDIENCE);
      for (const other of [otherAudience, otherIssuer]) {
        const response = await request(api, `Bearer ${await other.token(USER, 60)}`);
        expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
      }
    });
  });

  it('returns 413 for a body over 10 MB', async () => {
    const api = await openApi([route('POST /things')]);
    const response = await fetch(`${api}/things`, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(events).toEqual([]);
  });

  it('returns 500 when the function’s policy does not grant the route', async () => {
    const sources: string[] = [];
    const api = await openApi([route('POST /things/{id}'), route('$default')], {
      mayInvoke: (_function, source) => {
        sources.push(source);
        return false;
      },
    });
    expect((await fetch(`${api}/things/7`, { method: 'POST' })).status).toBe(500);
    expect((await fetch(`${api}/else`)).status).toBe(500);
    expect(sources).toEqual([
      'arn:aws:execute-api:us-east-1:000000000000:abc123/$default/POST/things/{id}',
      'arn:aws:execute-api:us-east-1:000000000000:abc123/$default/$default',
    ]);
  });

  it('returns 429 beyond the burst of the stage', async () => {
    const api = { id: 'abc123', name: 'api', routes: [route('GET /things')], throttle: { rate: 1, burst: 2 } };
    const url = await openApi([], { api });
    for (let count = 0; count < 2; count++) expect((await fetch(`${url}/things`)).status).toBe(200);
    const response = await fetch(`${url}/things`);
    expect([response.status, await response.json()]).toEqual([429, { message: 'Too Many Requests' }]);
  });
});
