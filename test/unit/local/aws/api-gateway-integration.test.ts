import { afterEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../../local/aws/service.ts';
import { FAILED, gatewayFixture, route } from './api-gateway-fixture.ts';

describe('API Gateway', () => {
  const { events, accessLog, openApi, onInvoke, reset } = gatewayFixture();
  afterEach(reset);

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
        rawPath: '/things/a b/parts/7',
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
          http: { method: 'POST', path: '/things/a b/parts/7', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
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
      expect(await response.json()).toEqual({ message: 'Not Found' });
    });
  });

  describe('a response', () => {
    const responseTo = async (value: unknown) => {
      onInvoke(async () => value);
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
      expect(JSON.parse(body)).toEqual({ message: 'Internal Server Error' });
    });

    it('is a 429 when the function is throttled', async () => {
      const response = await responseTo(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));
      expect([response.status, await response.json()]).toEqual([429, { message: 'Too Many Requests' }]);
    });
  });

  it('returns 503 when the function exceeds the integration’s time-out', async () => {
    onInvoke(() => new Promise(() => undefined));
    const api = await openApi([route('GET /things', { timeoutMs: 50 })]);
    const response = await fetch(`${api}/things`);
    expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
  });

  it('writes a line in the stage’s access log format', async () => {
    const api = await openApi([route('GET /things')]);
    await fetch(`${api}/things?secret=1`);
    expect(accessLog.at(-1)).toBe('GET /things 200 -');
  });
});
