import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouteDefinition } from '../../../../local/aws/api-gateway/definition.ts';
import { type ApiGatewayOptions, createApiGateway } from '../../../../local/aws/api-gateway/index.ts';
import { AwsError } from '../../../../local/aws/service.ts';
import { type Issuer, openIssuer } from '../../../../local/issuer.ts';

const AUDIENCE = 'shop';
const USER = { user: 'usr_1', org: 'org_1', roles: ['buyer', 'approver'] };

describe('API Gateway', () => {
  const accessLog: string[] = [];
  const directory = mkdtempSync(join(tmpdir(), 'gateway-'));
  const servers: Server[] = [];
  let issuer: Issuer;
  let events: {
    readonly routeKey: string;
    readonly headers: object;
    readonly requestContext: { authorizer?: object };
  }[] = [];
  let invoke: () => Promise<unknown> = async () => ({ statusCode: 200 });

  const serve = async (listener: Parameters<typeof createServer>[1]): Promise<string> => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  const route = (routeKey: string, more: Partial<RouteDefinition> = {}): RouteDefinition => ({
    routeKey,
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:api',
    timeoutMs: 30_000,
    ...more,
  });

  const openApi = (routes: RouteDefinition[], more: Partial<ApiGatewayOptions> = {}): Promise<string> =>
    serve(
      createApiGateway({
        api: {
          id: 'abc123',
          name: 'api',
          routes,
          accessLogFormat: '$context.routeKey $context.status $context.error.message',
        },
        region: 'us-east-1',
        accountId: '000000000000',
        domainName: 'api.local',
        port: () => 3000,
        onAccess: (line) => accessLog.push(line),
        invoke: async (_arn, event) => {
          events.push(event as (typeof events)[number]);
          const result = await invoke();
          if (result instanceof AwsError) throw result;
          if (result === FAILED)
            return { requestId: 'r', payload: '{"errorMessage":"secret"}', functionError: 'Unhandled' };
          return { requestId: 'r', payload: JSON.stringify(result) ?? 'null' };
        },
        mayInvoke: () => true,
        onRequest: () => undefined,
        onError: () => undefined,
        ...more,
      }),
    );
  const FAILED = Symbol('failed');

  beforeEach(async () => {
    events = [];
    invoke = async () => ({ statusCode: 200 });
    let listener: Issuer['listener'] = () => undefined;
    const url = await serve((request, response) => listener(request, response));
    issuer = await openIssuer(directory, `${url}/issuer`, AUDIENCE);
    listener = issuer.listener;
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  describe('an event', () => {
    it('has payload format 2.0', async () => {
      const api = await openApi([route('POST /things/{id}/parts/{part}')]);
      await fetch(`${api}/things/a%20b/parts/7?tag=x&tag=y&q=%C3%A4&empty=`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: 'one=1; two=2', 'X-Custom': 'Value' },
        body: '{"a":1}',
      });
      expect(events[0]).toMatchObject({
        version: '2.0',
        routeKey: 'POST /things/{id}/parts/{part}',
        rawPath: '/things/a%20b/parts/7',
        rawQueryString: 'tag=x&tag=y&q=%C3%A4&empty=',
        cookies: ['one=1', 'two=2'],
        headers: { 'content-type': 'application/json', 'x-custom': 'Value', 'x-forwarded-proto': 'http' },
        queryStringParameters: { tag: 'x,y', q: 'ä', empty: '' },
        pathParameters: { id: 'a b', part: '7' },
        body: '{"a":1}',
        isBase64Encoded: false,
        requestContext: {
          accountId: '000000000000',
          apiId: 'abc123',
          domainName: 'api.local',
          http: { method: 'POST', path: '/things/a%20b/parts/7', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
          routeKey: 'POST /things/{id}/parts/{part}',
          stage: '$default',
          time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          timeEpoch: expect.any(Number),
        },
      });
      expect(events[0]?.headers).not.toHaveProperty('cookie');
      expect(events[0]?.requestContext).not.toHaveProperty('authorizer');
    });

    it('omits the members that the request has no values for', async () => {
      const api = await openApi([route('GET /things')]);
      await fetch(`${api}/things`);
      for (const name of ['body', 'cookies', 'pathParameters', 'queryStringParameters']) {
        expect(events[0]).not.toHaveProperty(name);
      }
      expect(events[0]).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
    });

    it.each(['image/png', 'application/x-www-form-urlencoded'])('carries a body of %s as base64', async (type) => {
      const api = await openApi([route('POST /things')]);
      await fetch(`${api}/things`, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from([1, 255]) });
      expect(events[0]).toMatchObject({ body: 'Af8=', isBase64Encoded: true });
    });
  });

  describe('the router', () => {
    it.each([
      ['GET', '/things/special', 'GET /things/special'],
      ['GET', '/things/7', 'GET /things/{id}'],
      ['DELETE', '/things/7', 'ANY /things/{id}'],
      ['GET', '/things/7/deep/er', 'GET /things/{rest+}'],
      ['GET', '/things/', '$default'],
      ['PUT', '/elsewhere', '$default'],
    ])('sends %s %s to %s', async (method, path, expected) => {
      const keys = ['ANY /things/{id}', 'GET /things/{rest+}', '$default', 'GET /things/{id}', 'GET /things/special'];
      const api = await openApi(keys.map((key) => route(key)));
      await fetch(api + path, { method });
      expect(events[0]?.routeKey).toBe(expected);
    });

    it('returns 404 without a match and without $default', async () => {
      const api = await openApi([route('GET /things')]);
      const response = await fetch(`${api}/nothing`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ message: 'Not Found', code: 'route.not_found', status: 404 });
    });
  });

  describe('the JWT authorizer', () => {
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
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toEqual({
        message: 'Unauthorized',
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        code: 'auth.token_missing',
        detail: 'Send a valid token as Authorization: Bearer <token>.',
      });
      expect(events).toEqual([]);
    });

    it.each([
      ['expired', 'auth.token_expired', 'the token has expired', (_good: string, expired: string) => expired],
      ['forged', 'auth.token_invalid', 'the token is not valid', (good: string) => `${good.slice(0, -8)}AAAAAAAA`],
      ['malformed', 'auth.token_invalid', 'the token is not valid', () => 'no-token'],
      [
        'unsigned',
        'auth.token_invalid',
        'the token is not valid',
        (good: string) => `eyJhbGciOiJub25lIn0.${good.split('.')[1]}.`,
      ],
    ])('returns 401 for a token that is %s', async (_name, code, description, tokenOf) => {
      const token = tokenOf(await issuer.token(USER, 60), await issuer.token(USER, -60));
      const response = await request(await protectedApi(), `Bearer ${token}`);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe(
        `Bearer scope="" error="invalid_token" error_description="${description}"`,
      );
      expect(await response.json()).toMatchObject({ code });
    });

    it('returns 401 for a token for another audience or of another issuer', async () => {
      const api = await protectedApi();
      const otherAudience = await openIssuer(directory, issuer.url, 'another-shop');
      const otherIssuer = await openIssuer(directory, 'http://127.0.0.1:1/issuer', AUDIENCE);
      for (const other of [otherAudience, otherIssuer]) {
        const response = await request(api, `Bearer ${await other.token(USER, 60)}`);
        expect([response.status, (await response.json()) as { code: string }]).toEqual([
          401,
          expect.objectContaining({ code: 'auth.token_invalid' }),
        ]);
      }
    });
  });

  describe('a response', () => {
    const responseTo = async (value: unknown) => {
      invoke = async () => value;
      return fetch(await openApi([route('GET /things')]).then((api) => `${api}/things`));
    };

    it('has the status, headers, cookies and body of the function’s result', async () => {
      const response = await responseTo({
        statusCode: 201,
        headers: { 'X-Count': 3, 'Content-Type': 'text/csv' },
        cookies: ['a=1', 'b=2'],
        body: 'one,two',
      });
      expect(response.status).toBe(201);
      expect(response.headers.get('x-count')).toBe('3');
      expect(response.headers.get('content-type')).toBe('text/csv');
      expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
      expect(await response.text()).toBe('one,two');
    });

    it('is decoded when the function marks it as base64', async () => {
      const response = await responseTo({ statusCode: 200, body: 'Af8=', isBase64Encoded: true });
      expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 255]);
    });

    it('is a 200 with the result as JSON when there is no statusCode', async () => {
      const response = await responseTo({ fine: true });
      expect(response.headers.get('content-type')).toBe('application/json');
      expect([response.status, await response.json()]).toEqual([200, { fine: true }]);
    });

    it.each([
      ['a function that failed', FAILED],
      ['an invalid status', { statusCode: 'soon' }],
    ])('is a 500 without the cause for %s', async (_name, value) => {
      const response = await responseTo(value);
      expect(response.status).toBe(500);
      const body = await response.text();
      expect(JSON.parse(body)).toMatchObject({ message: 'Internal Server Error', code: 'hub.internal_error' });
      expect(body).not.toContain('secret');
    });

    it('is a 429 when the function is throttled', async () => {
      const response = await responseTo(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
      expect(await response.json()).toMatchObject({ code: 'rate.limited' });
    });
  });

  it('returns 503 when the function exceeds the integration’s time-out', async () => {
    invoke = () => new Promise(() => undefined);
    const api = await openApi([route('GET /things', { timeoutMs: 50 })]);
    const response = await fetch(`${api}/things`);
    expect([response.status, await response.json()]).toEqual([
      503,
      expect.objectContaining({ message: 'Service Unavailable', code: 'hub.unavailable' }),
    ]);
  });

  it('returns 413 for a body over 10 MB', async () => {
    const api = await openApi([route('POST /things')]);
    const response = await fetch(`${api}/things`, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([response.status, await response.json()]).toEqual([
      413,
      expect.objectContaining({ code: 'payload.too_large' }),
    ]);
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
    const statuses = [];
    for (let count = 0; count < 3; count++) statuses.push((await fetch(`${url}/things`)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('writes a line in the stage’s access log format', async () => {
    const api = await openApi([route('GET /things')]);
    await fetch(`${api}/things?secret=1`);
    expect(accessLog.at(-1)).toBe('GET /things 200 -');
  });
});
