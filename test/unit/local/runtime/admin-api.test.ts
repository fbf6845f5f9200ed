import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AwsFaults } from '../../../../local/aws/endpoint/faults.ts';
import { Meter } from '../../../../local/aws/meter.ts';
import { AwsError } from '../../../../local/aws/service.ts';
import { MemoryCollection } from '../../../../local/collections.ts';
import { FaultInjector } from '../../../../local/fault-injector.ts';
import { type HttpListener, listen } from '../../../../local/http/listen.ts';
import { type AdminApiOptions, createAdminApi } from '../../../../local/runtime/admin-api.ts';

const FAULT = { service: 'dynamodb', action: 'PutItem', code: 'InternalServerError', status: 500 };

describe('the admin API', () => {
  let listener: HttpListener;
  let events: unknown[] = [];

  beforeEach(async () => {
    events = [];
    listener = await listen(0, 'HUB_AWS_PORT', 'the admin API');
    const options = {
      model: {
        functions: [{ name: 'hub-dev-relay', asyncFailureQueueArn: 'arn:failed' }],
        rules: [{ name: 'hub-dev-sweep', targets: [{ deadLetterArn: 'arn:undelivered' }] }],
        mappings: [],
        queues: ['work', 'failed', 'undelivered'].map((name) => ({ name, arn: `arn:${name}` })),
      },
      stackName: 'hub-dev',
      lambda: {
        invoke: async (name: string, event: unknown) => {
          if (event === 'too large') throw new AwsError('RequestTooLargeException', 'Too large.', 413);
          events.push([name, event]);
          return { payload: '{"failed":1}', functionError: 'Unhandled' };
        },
        kill: (name: string) => events.push(name),
      },
      eventBridge: { fire: async (name: string) => events.push(name) },
      sqs: { count: (arn: string) => ({ visible: arn.length, inFlight: 0, delayed: 0 }) },
      meter: new Meter(),
      faults: new FaultInjector(new MemoryCollection()) satisfies AwsFaults,
      onError: (error: unknown) => events.push(error),
    };
    listener.serve(createAdminApi(options as unknown as AdminApiOptions));
  });
  afterEach(() => listener.close(0));

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${listener.url}/_hub${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, json: JSON.parse(await response.text()) };
  }

  it('invokes a function by its short name, and passes on how it failed', async () => {
    const { status, headers, json } = await call('POST', '/functions/relay/invoke', { a: 1 });
    expect([status, json, headers.get('x-amz-function-error')]).toEqual([200, { failed: 1 }, 'Unhandled']);
    expect(events).toEqual([['hub-dev-relay', { a: 1 }]]);
  });

  it('kills functions and fires rules by their full names too', async () => {
    expect((await call('POST', '/functions/hub-dev-relay/kill')).json).toEqual({ killed: 1 });
    expect((await call('POST', '/rules/hub-dev-sweep/fire')).json).toEqual({ done: true });
    expect(events).toEqual(['hub-dev-relay', 'hub-dev-sweep']);
  });

  it('returns errors of a service with their status and message', async () => {
    const { status, json } = await call('POST', '/functions/relay/invoke', 'too large');
    expect([status, json.message]).toEqual([413, 'Too large.']);
  });

  it('counts the messages of each queue, and marks dead-letter queues', async () => {
    expect((await call('GET', '/queues')).json).toEqual({
      work: { visible: 8, inFlight: 0, delayed: 0, deadLetter: false },
      failed: { visible: 10, inFlight: 0, delayed: 0, deadLetter: true },
      undelivered: { visible: 15, inFlight: 0, delayed: 0, deadLetter: true },
    });
  });

  it('adds, lists and clears faults', async () => {
    const { json } = await call('POST', '/faults', [FAULT]);
    expect(json).toEqual([{ ...FAULT, times: 1 }]);
    expect((await call('GET', '/faults')).json).toEqual(json);
    expect((await call('DELETE', '/faults')).json).toEqual({ done: true });
    expect((await call('GET', '/faults')).json).toEqual([]);
  });

  it('rejects a fault by its wrong field, and adds none', async () => {
    const { status, json } = await call('POST', '/faults', [FAULT, { ...FAULT, status: 200 }]);
    expect([status, json.errors[0].path]).toEqual([400, '1.status']);
    expect((await call('GET', '/faults')).json).toEqual([]);
  });

  it('rejects unknown names, paths and methods', async () => {
    expect(await call('POST', '/functions/nobody/kill')).toMatchObject({
      status: 404,
      json: { message: 'There is no function or rule nobody.' },
    });
    expect((await call('GET', '/nothing')).status).toBe(404);
    expect((await call('DELETE', '/meter')).status).toBe(405);
    expect(events).toEqual([]);
  });

  it('rejects calls of web pages', async () => {
    expect((await call('GET', '/meter', undefined, { origin: 'https://example.com' })).status).toBe(403);
  });
});
