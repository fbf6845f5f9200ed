import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { gatewayFixture, route } from './api-gateway-fixture.ts';

describe('API Gateway', () => {
  const { events, openApi, reset } = gatewayFixture();
  afterEach(reset);

  /** Sends path and headers as they are, in contrast to `fetch`. Returns the status. */
  const get = (api: string, path: string, headers: readonly string[] = []): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const options = { path, headers: ['host', 'api', ...headers] };
      const sent = httpRequest(`${api}/`, options, (response) => resolve(response.resume().statusCode));
      sent.on('error', reject).end();
    });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
  describe('a path', () => {
    const keys = ['GET /things', 'GET /things/{id}', 'GET /things/{id}/parts', '$default'];

    it.each([
      ['/things/a%20b', 'GET /things/{id}', '/things/a b', { id: 'a b' }],
      ['/th%69ngs/%C3%A4', 'GET /things/{id}', '/things/ä', { id: 'ä' }],
      ['/things/a%2Fparts', 'GET /things/{id}/parts', '/things/a/parts', { id: 'a' }],
      ['/things/a%252Fb', 'GET /things/{id}', '/things/a%2Fb', { id: 'a/b' }],
      ['/things/a%3Fb?c=d', 'GET /things/{id}', '/things/a', { id: 'a' }],
      ['/things/100%', 'GET /things/{id}', '/things/100%', { id: '100%' }],
      ['/things/a+b', 'GET /things/{id}', '/things/a+b', { id: 'a+b' }],
      ['/things/', '$default', '/things/', undefined],
      ['//things', '$default', '//things', undefined],
      ['/things//parts', '$default', '/things//parts', undefined],
    ])('%s is decoded, then matched with the routes', async (path, routeKey, rawPath, pathParameters) => {
      const api = await openApi(keys.map((key) => route(key)));
      await get(api, path);
      expect(events).toMatchObject([{ routeKey, rawPath, requestContext: { http: { path: rawPath } } }]);
      expect(events[0]?.pathParameters).toEqual(pathParameters);
    });

    it('with an encoded slash does not match the route of one segment', async () => {
      const api = await openApi([route('GET /things/{id}')]);
      expect(await get(api, '/things/a%2Fb')).toBe(404);
    });
  });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
  describe('a body', () => {
    const post = async (type: string | undefined, body: Buffer) => {
      const api = await openApi([route('POST /things')]);
      await fetch(`${api}/things`, { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) });
    };
    const text = Buffer.from('{"a":"ä"}');

    it.each([
      'application/json',
      'application/json; charset=UTF-8',
      'APPLICATION/JSON',
      'application/xml',
      'application/javascript',
      'text/plain;charset=utf-8',
      'text/csv',
    ])('of type %s is text', async (type) => {
      await post(type, text);
      expect(events[0]).toMatchObject({ body: '{"a":"ä"}', isBase64Encoded: false });
    });

    it.each([
      undefined,
      'application/vnd.api+json',
      'application/problem+json',
      'application/soap+xml',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'image/png',
      'text/plain; charset=iso-8859-1',
    ])('of type %s is base64', async (type) => {
      await post(type, text);
      expect(events[0]).toMatchObject({ body: text.toString('base64'), isBase64Encoded: true });
    });

    it('that is empty is absent', async () => {
      await post(undefined, Buffer.alloc(0));
      expect(events[0]).not.toHaveProperty('body');
      expect(events[0]).toMatchObject({ isBase64Encoded: false });
    });
  });

  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  it('returns 431 when request line and headers have more than 10,240 bytes', async () => {
    const api = await openApi([route('GET /things')]);
    const send = (size: number) => fetch(`${api}/things`, { headers: { 'x-filler': 'x'.repeat(size) } });
    expect((await send(9_500)).status).toBe(200);
    const response = await send(10_240);
    expect([response.status, await response.json()]).toEqual([431, { message: 'Request Header Fields Too Large' }]);
    expect((await fetch(`${api}/things?filler=${'x'.repeat(10_240)}`)).status).toBe(431);
    expect(events).toHaveLength(1);
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'passes on a parameter, header and cookie named %s',
    async (name) => {
      const api = await openApi([route('GET /things/{id}')]);
      await get(api, `/things/${name}?${name}=3&${name}=4`, [name, '1', 'cookie', `${name}=2`]);
      const event = JSON.parse(JSON.stringify(events[0]));
      expect(Object.entries(event.headers)).toContainEqual([name.toLowerCase(), '1']);
      expect(event.cookies).toEqual([`${name}=2`]);
      expect(Object.entries(event.queryStringParameters)).toEqual([[name, '3,4']]);
      expect(event.pathParameters).toEqual({ id: name });
    },
  );
});
