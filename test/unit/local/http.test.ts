import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createJsonApi, HttpError, JsonResult, type JsonRoutes, parseBody } from '../../../local/http/json-api.ts';
import { type HttpListener, listen } from '../../../local/http/listen.ts';
import { createListener, type HttpRequest, type HttpResponse } from '../../../local/http/message.ts';
import { StartError } from '../../../local/start-error.ts';

const listeners: HttpListener[] = [];

async function open(): Promise<HttpListener> {
  const listener = await listen(0, 'HUB_PORT', 'the API');
  listeners.push(listener);
  return listener;
}

afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close(0);
});

async function serve(handle: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>, errors: unknown[] = []) {
  const listener = await open();
  listener.serve(createListener(handle, { maxBodyBytes: 100, onError: (error) => errors.push(error) }));
  return listener;
}

describe('a listener', () => {
  it('returns 503 with Retry-After until it serves', async () => {
    const response = await fetch((await open()).url);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('names the variable to set when its port is in use', async () => {
    const { port } = await open();
    const second = listen(port, 'HUB_PORT', 'the API');
    await expect(second).rejects.toThrow(`Port ${port} for the API is already in use. Set HUB_PORT`);
    await expect(second).rejects.toBeInstanceOf(StartError);
  });

  it('lets a request in flight end before it closes', async () => {
    const [arrived, finished] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const listener = await serve(async () => {
      arrived.resolve();
      await finished.promise;
      return { status: 200, body: 'done' };
    });
    const response = fetch(listener.url);
    await arrived.promise;
    const closed = listener.close(2000);
    finished.resolve();
    await closed;
    expect(await (await response).text()).toBe('done');
  });

  it('cuts a request off when the grace is over', async () => {
    const arrived = Promise.withResolvers<void>();
    const listener = await serve(() => {
      arrived.resolve();
      return new Promise(() => {});
    });
    const response = expect(fetch(listener.url)).rejects.toThrow('fetch failed');
    await arrived.promise;
    await listener.close(10);
    await response;
  });

  it('disconnects the client of a response that HTTP does not permit', async () => {
    const { url } = await serve(() => ({ status: 200, headers: { name: 'two\nlines' } }));
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('passes on method, path, query, headers and body as they were sent', async () => {
    const requests: HttpRequest[] = [];
    const { url } = await serve((request) => {
      requests.push(request);
      return { status: 204 };
    });
    await fetch(`${url}/a%2Fb?c=d?e`, { method: 'PUT', body: 'ä', headers: { 'X-Name': 'value' } });
    expect(requests).toMatchObject([{ method: 'PUT', path: '/a%2Fb', query: 'c=d?e', headers: { 'x-name': 'value' } }]);
    expect(String(requests[0]?.body)).toBe('ä');
  });

  it('returns 413 to a body over its limit', async () => {
    const { url } = await serve(() => ({ status: 204 }));
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(100) })).status).toBe(204);
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(101) })).status).toBe(413);
  });

  it('returns 500 and reports the error when its handler throws', async () => {
    const errors: unknown[] = [];
    const { url } = await serve(() => {
      throw new Error('broken');
    }, errors);
    expect((await fetch(url)).status).toBe(500);
    expect(errors).toEqual([new Error('broken')]);
  });
});

describe('a JSON API', () => {
  const routes: JsonRoutes = {
    'GET /orders/{id}': ({ params }) => params,
    'POST /orders': ({ body }) => parseBody(z.strictObject({ quantity: z.int() }), body),
    'POST /orders/{id}/items({item})/release': ({ params }) => params,
    'DELETE /orders': () => undefined,
    'GET /result': () => new JsonResult({ a: 1 }, { 'x-extra': 'yes' }),
    'GET /conflict': () => {
      throw new HttpError(409, 'It is closed.');
    },
  };
  const api = createJsonApi(routes);
  const call = async (method: string, path: string, body = '') => {
    const response = await api({ method, path, query: '', headers: {}, body: Buffer.from(body) });
    return { ...response, json: response.body === undefined ? undefined : JSON.parse(String(response.body)) };
  };

  it.each([
    ['GET', '/orders/a%2Fb', { id: 'a/b' }],
    ['GET', '/orders/%zz', { id: '%zz' }],
    ['POST', '/orders/7/items(10)/release', { id: '7', item: '10' }],
  ])('passes the decoded parameters of %s %s', async (method, path, json) => {
    expect(await call(method, path)).toMatchObject({ status: 200, json });
  });

  it.each([
    ['GET', '/orders/1/2', 404],
    ['GET', '/orders/', 404],
    ['GET', '/ordersX', 404],
    ['PUT', '/orders/1', 405],
    ['GET', '/conflict', 409],
  ])('responds to %s %s with %i and a message', async (method, path, status) => {
    expect(await call(method, path)).toMatchObject({ status, json: { message: expect.any(String), errors: [] } });
  });

  it('returns 204 without a result, and sends the headers of a result', async () => {
    expect(await call('DELETE', '/orders')).toEqual({ status: 204, json: undefined });
    expect(await call('GET', '/result')).toMatchObject({ json: { a: 1 }, headers: { 'x-extra': 'yes' } });
  });

  it('rejects a body that is not JSON, and names the wrong fields of one that is', async () => {
    expect(await call('POST', '/orders', '{')).toMatchObject({ status: 400, json: { errors: [] } });
    const { status, json } = await call('POST', '/orders', '{"quantity":"1"}');
    expect([status, json.errors]).toEqual([400, [{ path: 'quantity', message: expect.any(String) }]]);
  });
});
