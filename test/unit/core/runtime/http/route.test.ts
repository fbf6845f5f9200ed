import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { ROLES } from '../../../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../../../core/runtime/http/route.ts';
import { REQUESTER_CLAIMS } from '../../../support/http-event.ts';
import { apiOf, createOrder, getOrder } from './support.ts';

const CREATE = 'POST /v1/orders';
const api = apiOf([createOrder(), getOrder]);

describe("a route's role", () => {
  const approve = defineRoute('POST /v1/orders/{id}/approve', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: z.strictObject({ comment: z.string() }),
    handle: async ({ caller }) => ({ status: 200, body: caller }),
  });

  it('rejects a caller without it with 403, before the body is read', async () => {
    const { status, body } = await apiOf([approve]).call(approve.key, { params: { id: 'ord_1' }, body: '{' });
    expect({ status, body }).toEqual({
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Forbidden',
        status: 403,
        code: 'auth.role_missing',
        detail: 'This call needs the role procurement_approver or procurement_admin.',
      },
    });
  });

  it('admits a caller with one of several', async () => {
    const claims = { ...REQUESTER_CLAIMS, roles: 'procurement_admin' };
    const { status, body } = await apiOf([approve]).call(approve.key, {
      params: { id: 'ord_1' },
      body: { comment: 'fine' },
      claims,
    });
    expect({ status, roles: body.roles }).toEqual({ status: 200, roles: ['procurement_admin'] });
  });
});

describe("a route's body", () => {
  it.each(['application/json', 'Application/JSON; charset=utf-8', 'application/merge-patch+json'])(
    'is read as JSON when Content-Type is %s',
    async (type) => {
      const response = await api.call(CREATE, { headers: { 'content-type': type }, body: { title: 'Büro 💻' } });
      expect(response).toMatchObject({ status: 201, body: { title: 'Büro 💻' } });
    },
  );

  it('is decoded when API Gateway sends it in base64', async () => {
    const response = await api.call(CREATE, { body: { title: 'Büro 💻' }, base64: true });
    expect(response).toMatchObject({ status: 201, body: { title: 'Büro 💻' } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonl', ''])(
    'is rejected with 415 when Content-Type is "%s"',
    async (type) => {
      const { status, body } = await api.call(CREATE, { headers: { 'content-type': type }, body: 'title=Laptop' });
      expect({ status, code: body.code }).toEqual({ status: 415, code: 'body.content_type' });
      expect(body.detail).toBe(`Content-Type must be application/json, not ${type || 'absent'}.`);
    },
  );

  it.each(['{"title": "Laptop",', "{'title': 'Laptop'}", 'Laptop'])('is rejected with 400 as %s', async (text) => {
    const { status, body } = await api.call(CREATE, { body: text });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'body.malformed' });
    expect(body.detail).toMatch(/^The body is not valid JSON/);
  });

  it('is rejected with 422 and every wrong field, in sentences of the hub', async () => {
    expect(await api.call(CREATE, { body: { title: '', quantity: 0, colour: 'red' } })).toEqual({
      status: 422,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'about:blank',
        title: 'Unprocessable Content',
        status: 422,
        code: 'validation.failed',
        detail: 'title must not be empty; quantity must be at least 1; colour is not a known field.',
        errors: [
          { path: 'title', message: 'must not be empty' },
          { path: 'quantity', message: 'must be at least 1' },
          { path: 'colour', message: 'is not a known field' },
        ],
      },
    });
  });

  it.each([
    ['an empty body', undefined, 'title', 'is missing'],
    ['a list', [], '', 'must be an object'],
    ['null', 'null', '', 'must be an object'],
  ])('is rejected with 422 as %s', async (_, body, path, message) => {
    expect(await api.call(CREATE, { body })).toMatchObject({
      status: 422,
      body: { code: 'validation.failed', errors: [{ path, message }] },
    });
  });

  it('names ten wrong fields in the detail and all of them in errors', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `field_${index}`);
    const body = Object.fromEntries(['title', ...names].map((name) => [name, 'x']));
    const { errors, detail } = (await api.call(CREATE, { body })).body;
    expect(detail).toMatch(/^field_0 is not a known field; .*field_9 is not a known field; and 2 more\.$/);
    expect(errors).toHaveLength(12);
  });

  it('gets a response of bounded size, however many wrong fields it has and however long they are', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `${index}${'x'.repeat(500)}`);
    const response = await api.call(CREATE, { body: Object.fromEntries(names.map((name) => [name, 1])) });
    expect(response.status).toBe(422);
    expect(JSON.stringify(response.body).length).toBeLessThan(100_000);
  });

  it('names a field of the wrong type once', async () => {
    const { errors } = (await api.call(CREATE, { body: { title: [] } })).body;
    expect(errors).toEqual([{ path: 'title', message: 'must be text' }]);
  });

  it('is not read by a route without a schema for it', async () => {
    const params = { id: 'ord_1' };
    const response = await api.call('GET /v1/orders/{id}', {
      params,
      body: '{',
      headers: { 'content-type': 'text/x' },
    });
    expect(response).toMatchObject({ status: 200 });
  });
});

describe("a route's query", () => {
  const list = defineRoute('GET /v1/orders', {
    roles: ROLES,
    query: z.strictObject({
      status: z.optional(z.enum(['draft', 'approved'])),
      limit: z._default(z.coerce.number().check(z.maximum(100)), 20),
    }),
    handle: async ({ query }) => ({ status: 200, body: query }),
  });

  it('has its defaults without parameters', async () => {
    expect(await apiOf([list]).call(list.key)).toMatchObject({ status: 200, body: { limit: 20 } });
  });

  it('is rejected with 422 and every wrong parameter', async () => {
    const { status, body } = await apiOf([list]).call(list.key, { query: { status: 'open', limit: '101', page: '2' } });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { path: 'status', message: 'must be one of draft, approved' },
      { path: 'limit', message: 'must be at most 100' },
      { path: 'page', message: 'is not a known field' },
    ]);
  });
});

describe("a route's path parameter", () => {
  it('reaches the route with up to 128 characters', async () => {
    const id = 'x'.repeat(128);
    expect(await api.call('GET /v1/orders/{id}', { params: { id } })).toMatchObject({ status: 200, body: { id } });
  });

  it.each([{ id: 'x'.repeat(129) }, { id: '' }, {}])('leads to 404 as %j', async (params) => {
    const { status, body } = await api.call('GET /v1/orders/{id}', { params });
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'route.not_found' });
  });
});
