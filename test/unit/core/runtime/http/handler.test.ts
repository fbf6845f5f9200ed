import {
  ConditionalCheckFailedException,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { type ErrorCode, HubError } from '../../../../../core/domain/errors.ts';
import { defineRoute } from '../../../../../core/runtime/http/route.ts';
import { logger } from '../../../../../core/runtime/logger.ts';
import { REQUESTER_CLAIMS } from '../../../support/http-event.ts';
import { captureLogs, loggedError } from '../../../support/logs.ts';
import { apiOf, createOrder, getOrder, NOW_MS, orderItem, routeOf } from './support.ts';

const logs = captureLogs();
const JSON_TYPE = { 'content-type': 'application/json' };
const PROBLEM_TYPE = { 'content-type': 'application/problem+json' };
const CONTEXT = { request_id: 'req-http', route: 'GET /v1/orders', org_id: REQUESTER_CLAIMS.org_id };
const metadata = { message: 'Rate exceeded for table hub', $metadata: {} };

function failing(error: unknown) {
  return apiOf([
    routeOf(() => {
      throw error;
    }),
  ]);
}

describe('an HTTP handler', () => {
  it('returns the status and the JSON body of the route, and logs nothing', async () => {
    const api = apiOf([createOrder(), getOrder]);
    expect(await api.call('POST /v1/orders', { body: { title: 'Laptop' } })).toEqual({
      status: 201,
      headers: JSON_TYPE,
      body: { id: 'ord_1', title: 'Laptop', quantity: 1, by: REQUESTER_CLAIMS.sub, now: 1_708_733_100, nowMs: NOW_MS },
    });
    expect(await api.call('GET /v1/orders/{id}', { params: { id: 'ord_1' } })).toEqual({
      status: 200,
      headers: JSON_TYPE,
      body: { id: 'ord_1' },
    });
    expect(logs.lines()).toEqual([]);
  });

  it('returns 404 for a route that it does not have', async () => {
    const { status, headers, body } = await apiOf([getOrder]).call('$default', { path: `/v1/${'x'.repeat(5000)}` });
    expect({ status, headers }).toEqual({ status: 404, headers: PROBLEM_TYPE });
    expect(body).toMatchObject({ code: 'route.not_found', detail: expect.stringContaining('/v1/xxx') });
    expect(body.detail.length).toBeLessThan(200);
    expect(logs.lines()).toEqual([]);
  });

  it('returns 403 for a token without the claims that name the caller', async () => {
    const { status, body } = await apiOf([getOrder]).call('GET /v1/orders/{id}', { claims: { sub: 'usr_1' } });
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'auth.claim_missing' });
  });

  it('waits for an asynchronous authenticate, and returns the error that it rejects with', async () => {
    const orgs: string[] = [];
    const who = defineRoute('GET /v1/orders', {
      roles: ['procurement_admin'],
      async handle({ caller }) {
        orgs.push(caller.orgId);
        return { status: 200, body: caller };
      },
    });
    const admin = { userId: 'sup_1', orgId: 'org_supplier', roles: ['procurement_admin'] } as const;
    const api = apiOf([who], { authenticate: async () => admin });
    expect(await api.call('GET /v1/orders')).toMatchObject({ status: 200, body: admin });

    const unknown = apiOf([who], {
      authenticate: async () => Promise.reject(new HubError('organization.unknown', 'There is no such supplier.')),
    });
    expect(await unknown.call('GET /v1/orders')).toMatchObject({ status: 403, body: { code: 'organization.unknown' } });
    expect(orgs).toEqual(['org_supplier']);
  });

  it('has the version of the resource as its ETag, also when the response is replayed', async () => {
    const create = defineRoute('POST /v1/orders', {
      roles: ['procurement_requester'],
      handle: async () => ({ status: 201, body: {}, version: 3, writes: [orderItem('ord_1', 'Laptop')] }),
    });
    const api = apiOf([create]);
    const call = () => api.call(create.key, { headers: { 'idempotency-key': 'key-1' } });
    expect([(await call()).headers.etag, (await call()).headers.etag]).toEqual(['"3"', '"3"']);
  });

  it.each([
    ['"1"', 'request.version_mismatch', 412],
    [undefined, 'conflict.version', 409],
  ] as const)(
    'reports the version that a faster call left to a call with If-Match %s as %s',
    async (etag, code, status) => {
      const errors = [
        new HubError('conflict.version', 'ord_1 has changed.'),
        new HubError('request.version_mismatch', 'ord_1 is at version 2.', [], 2),
      ];
      const route = routeOf(() => {
        throw errors.shift();
      });
      const response = await apiOf([route]).call(route.key, etag ? { headers: { 'if-match': etag } } : {});
      expect(response).toMatchObject({ status, body: { code }, headers: etag ? { etag: '"2"' } : {} });
    },
  );

  it('lets encode and problem form the responses of another API', async () => {
    const api = apiOf([getOrder], {
      encode: ({ status, body }, { routeKey }) => ({
        statusCode: status,
        headers: {},
        body: JSON.stringify({ routeKey, body }),
      }),
      problem: (error, { routeKey }) => ({
        statusCode: 418,
        headers: {},
        body: JSON.stringify({ routeKey, error: String(error) }),
      }),
    });
    expect(await api.call('GET /v1/orders/{id}', { params: { id: 'ord_1' } })).toMatchObject({
      status: 200,
      body: { routeKey: 'GET /v1/orders/{id}', body: { id: 'ord_1' } },
    });
    expect(await api.call('GET /v1/nothing')).toMatchObject({
      status: 418,
      body: { routeKey: 'GET /v1/nothing', error: expect.stringContaining('/v1/nothing') },
    });
  });
});

describe('an error of a route', () => {
  it.each<[ErrorCode, number, string]>([
    ['body.malformed', 400, 'Bad Request'],
    ['request.self_approval', 403, 'Forbidden'],
    ['request.not_found', 404, 'Not Found'],
    ['conflict.version', 409, 'Conflict'],
    ['body.content_type', 415, 'Unsupported Media Type'],
    ['validation.failed', 422, 'Unprocessable Content'],
  ])('returns %s with %i and is not logged', async (code, status, title) => {
    const response = await failing(new HubError(code, 'Say what to change.')).call('GET /v1/orders');
    expect(response).toEqual({
      status,
      headers: PROBLEM_TYPE,
      body: { type: 'about:blank', title, status, code, detail: 'Say what to change.' },
    });
    expect(logs.lines()).toEqual([]);
  });

  it('returns 500 without its cause for a defect, and logs the cause with the call', async () => {
    const cause = new Error('socket of 10.0.0.7');
    const api = failing(new TypeError('x is not a function', { cause }));
    const { status, headers, body } = await api.call('GET /v1/orders');
    expect({ status, headers }).toEqual({ status: 500, headers: PROBLEM_TYPE });
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      code: 'hub.internal_error',
      detail: 'The hub failed on this call; the cause is in its log.',
    });
    expect(logs.lines()).toEqual([
      {
        level: 'ERROR',
        message: 'Request failed',
        ...CONTEXT,
        error: loggedError({
          name: 'TypeError',
          message: 'x is not a function',
          cause: loggedError({ name: 'Error', message: 'socket of 10.0.0.7' }),
        }),
      },
    ]);
  });

  it.each([
    new ProvisionedThroughputExceededException(metadata),
    new TransactionCanceledException({ ...metadata, CancellationReasons: [{ Code: 'ThrottlingError' }] }),
    new HubError('hub.unavailable', 'The hub is busy: repeat the call in a moment.'),
  ])('returns 503 with retry-after and logs $name', async (error) => {
    expect(await failing(error).call('GET /v1/orders')).toEqual({
      status: 503,
      headers: { ...PROBLEM_TYPE, 'retry-after': '1' },
      body: {
        type: 'about:blank',
        title: 'Service Unavailable',
        status: 503,
        code: 'hub.unavailable',
        detail: 'The hub is busy: repeat the call in a moment.',
      },
    });
    expect(logs.lines()).toEqual([expect.objectContaining({ level: 'ERROR', message: 'Request failed', ...CONTEXT })]);
  });

  it('returns 500 and is logged when it is not an Error', async () => {
    const { status } = await apiOf([routeOf(() => Promise.reject('no table'))]).call('GET /v1/orders');
    expect(status).toBe(500);
    expect(logs.lines()).toMatchObject([{ level: 'ERROR', message: 'Request failed', error: { message: 'no table' } }]);
  });

  it('leaves nothing of a stored item in the log when a condition fails unexpectedly', async () => {
    const write = { put: { Item: { pk: 'a' }, ConditionExpression: 'attribute_not_exists(pk)' } };
    const api = apiOf([routeOf(() => ({ status: 201, body: {}, writes: [write] }))]);
    const Item = { title: { S: 'Laptop of Jane Roe' } };
    api.failNext('PutCommand', new ConditionalCheckFailedException({ message: '', $metadata: {}, Item }));
    expect(await api.call('GET /v1/orders')).toMatchObject({ status: 500 });
    expect(logs.text()).not.toContain('Jane');
  });

  it('returns 500 and logs the time-out when the invocation runs out of time', async () => {
    const api = apiOf([routeOf(() => new Promise(() => {}))], { remainingMs: 20 });
    expect(await api.call('GET /v1/orders')).toMatchObject({ status: 500, body: { code: 'hub.internal_error' } });
    expect(logs.lines()).toMatchObject([{ message: 'Request failed', error: { name: 'TimeoutError' } }]);
  });

  it('puts nothing of the call but its ids into the log', async () => {
    const api = apiOf([createOrder()]);
    api.failNext('TransactWriteCommand', new Error('The table is gone'));
    const { status } = await api.call('POST /v1/orders', {
      body: { title: 'Laptop of Jane Roe' },
      headers: { authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9', 'idempotency-key': 'key-of-jane' },
      query: { email: 'jane.roe@example.com' },
      claims: { ...REQUESTER_CLAIMS, email: 'jane.roe@example.com' },
    });
    expect(status).toBe(500);
    expect(logs.text()).not.toMatch(/jane|eyJ|usr_/i);
  });
});

describe('a commit', () => {
  it('writes the one item of a route before the response', async () => {
    const api = apiOf([createOrder()]);
    await api.call('POST /v1/orders', { body: { title: 'Laptop' } });
    expect(api.commands).toEqual(['PutCommand']);
    expect(api.items.get('ORDER#ord_1')).toMatchObject({ title: 'Laptop' });
  });

  it('is one transaction when a route writes several items', async () => {
    const api = apiOf([
      routeOf(() => ({ status: 200, body: {}, writes: [orderItem('a', 'Laptop'), orderItem('b', 'Dock')] })),
    ]);
    await api.call('GET /v1/orders');
    expect(api.commands).toEqual(['TransactWriteCommand']);
    expect(api.items.size).toBe(2);
  });

  it('neither reads nor writes for a GET, even with an Idempotency-Key', async () => {
    const api = apiOf([getOrder]);
    const headers = { 'idempotency-key': 'key-1' };
    expect(await api.call('GET /v1/orders/{id}', { params: { id: 'ord_1' }, headers })).toMatchObject({ status: 200 });
    expect(api.commands).toEqual([]);
  });

  it('returns the error of the condition that failed', async () => {
    const write = {
      put: { Item: { pk: 'ORDER#a' }, ConditionExpression: 'attribute_not_exists(pk)' },
      onConditionFailed: () => new HubError('conflict.version', 'ord_a has changed.'),
    };
    const api = apiOf([routeOf(() => ({ status: 201, body: {}, writes: [write] }))]);
    expect(await api.call('GET /v1/orders')).toMatchObject({ status: 201 });
    expect(await api.call('GET /v1/orders')).toMatchObject({ status: 409, body: { code: 'conflict.version' } });
  });
});

describe('the log context', () => {
  it('gives each line of a call its request id, route and organization', async () => {
    const api = apiOf([
      routeOf(() => {
        logger.info('Order found', { order_id: 'ord_1' });
        return { status: 200, body: {} };
      }),
    ]);
    await api.call('GET /v1/orders');
    expect(logs.lines()).toEqual([{ level: 'INFO', message: 'Order found', order_id: 'ord_1', ...CONTEXT }]);
  });

  it('has no key of the invocation before', async () => {
    const first = apiOf([
      routeOf(() => {
        logger.appendKeys({ order_id: 'ord_1' });
        return { status: 200, body: {} };
      }),
    ]);
    const second = apiOf([getOrder], { authenticate: () => Promise.reject(new Error('No authorizer')) });
    await first.call('GET /v1/orders');
    await second.call('GET /v1/orders/{id}', { requestId: 'req-2' });
    expect(logs.lines()).toEqual([
      {
        level: 'ERROR',
        message: 'Request failed',
        request_id: 'req-2',
        route: 'GET /v1/orders/{id}',
        error: loggedError({ name: 'Error', message: 'No authorizer' }),
      },
    ]);
  });
});
