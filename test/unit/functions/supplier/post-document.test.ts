import { describe, expect, it } from '@jest/globals';
import type { Kind } from '../../../../core/domain/spendint/document.ts';
import { createHttpHandler } from '../../../../core/runtime/http/handler.ts';
import { createImportQueue, type ImportMessage } from '../../../../core/runtime/import-queue.ts';
import { encode } from '../../../../functions/supplier/encode.ts';
import { supplierProblem } from '../../../../functions/supplier/problem.ts';
import { supplierRoutes } from '../../../../functions/supplier/routes.ts';
import { type HttpCall, httpEvent } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import { invocation } from '../../support/invocation.ts';
import { captureLogs } from '../../support/logs.ts';
import { aSupplier, availability, NOW_MS, ORG, pathOf } from './support.ts';

const hub = hubTable();
captureLogs();

/** The API of suppliers for one that is authenticated, over a queue and bodies in memory. */
function api({ supplier = aSupplier(), sending = () => {}, clock = () => NOW_MS } = {}) {
  const messages: ImportMessage[] = [];
  const bodies = new Map<string, string>();
  const steps: string[] = [];
  const sqs = {
    async sendMessage({ MessageBody = '' }) {
      sending();
      steps.push('send');
      messages.push(JSON.parse(MessageBody));
    },
    changeMessageVisibility: async () => {},
  };
  const put = async (key: string, text: string) => {
    steps.push('put');
    bodies.set(key, text);
  };
  const imports = createImportQueue('https://sqs/import', sqs, { put });
  const handler = createHttpHandler(supplierRoutes({ table: hub.table, imports, clock }), {
    table: hub.table,
    authenticate: () => ({ orgId: ORG, userId: 'supplier:SUP-1001', supplier }),
    problem: supplierProblem,
    encode,
    clock: () => NOW_MS,
  });
  return {
    messages,
    bodies,
    steps,
    async post(kind: Kind, call: HttpCall) {
      const { statusCode, body } = await handler(httpEvent(pathOf(kind), call), invocation());
      return { status: statusCode, body: JSON.parse(body) };
    },
  };
}

const SUCCESS = { status: 200, body: { result: { response: 'success' } } };

describe('a call in asynchronous mode', () => {
  it('is one message with its body, and touches no table', async () => {
    const { post, messages } = api();
    const text = JSON.stringify(availability(1));
    expect(await post('availability', { body: text })).toEqual(SUCCESS);
    expect(messages).toEqual([
      {
        org_id: ORG,
        supplier_id: 'SUP-1001',
        kind: 'availability',
        import_id: expect.stringMatching(/^imp_[0-9A-Za-z]{20}$/),
        accepted_at_ms: NOW_MS,
        content: { text },
        position: { document: 0, product: 0, changed: 0, failed: 0 },
        tries: 0,
      },
    ]);
    expect(hub.actions).toEqual([]);
  });

  it('is not accepted when the queue does not have it', async () => {
    const { post } = api({
      sending: () => {
        throw new Error('SQS is down');
      },
    });
    expect(await post('availability', { body: availability(1) })).toMatchObject({ status: 500 });
  });

  it('has a large body stored before its message is sent, whatever the escapes', async () => {
    const { post, messages, bodies, steps } = api();
    const text = `${JSON.stringify(availability(1))}${'\n'.repeat(110_000)}`;
    expect(await post('availability', { body: text })).toEqual(SUCCESS);
    expect(steps).toEqual(['put', 'send']);
    const [message] = messages;
    const object = `${ORG}/SUP-1001/${message?.import_id}`;
    expect(message?.content).toEqual({ object });
    expect([...bodies]).toEqual([[object, text]]);
  });

  it('keeps what SQS has no characters for', async () => {
    const bodies: string[] = [];
    const sqs = {
      sendMessage: async ({ MessageBody = '' }) => void bodies.push(MessageBody),
      changeMessageVisibility: async () => {},
    };
    const queue = createImportQueue('https://sqs/import', sqs, { put: async () => {} });
    const position = { document: 0, product: 0, changed: 0, failed: 0 };
    const ids = { org_id: ORG, supplier_id: 'S', import_id: 'imp_1', accepted_at_ms: 1 };
    const text = 'a\u{FFFE}\u{FFFF}\u0001\u{1F4BB}\ud800';
    await queue.accept({ ...ids, kind: 'price', position, tries: 0 }, text);
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    expect(bodies[0]).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
    expect(JSON.parse(bodies[0] ?? '').content.text).toBe(text);
  });
});

describe('a body', () => {
  it.each([
    ['base64', { body: availability(1), base64: true }],
    ['no content type', { body: availability(1), headers: { 'content-type': '' } }],
    [
      'the content type of a form',
      { body: availability(1), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['typographic quotes and commas', { body: '{“root”: [{“customer_id”: “C”, “products”: [],}],}' }],
    ['async in capitals', { body: availability(1), query: { mode: 'ASYNC' } }],
    ['an empty mode', { body: availability(1), query: { mode: '' } }],
  ])('is taken with %s', async (_, call) => {
    const { post, messages } = api();
    expect(await post('availability', call)).toEqual(SUCCESS);
    expect(messages).toHaveLength(1);
  });

  it.each<[string, HttpCall, string]>([
    ['nothing', {}, 'Exception while reading request'],
    ['no JSON', { body: '{"root":' }, 'Exception while reading request'],
    ['a list', { body: [] }, 'The body must be a JSON object with the list root'],
    ['no root', { body: {} }, 'root is missing'],
    ['an empty root', { body: { root: [] } }, 'root must have at least one document'],
    [
      'too many products',
      { body: availability(600, 401) },
      'Each transaction has a limit of 1000 products; this one has 1001',
    ],
    ['an unknown mode', { body: availability(1), query: { mode: 'later' } }, 'Invalid mode'],
  ])('is refused in both modes with %s', async (_, call, message) => {
    for (const mode of ['async', 'sync']) {
      const { post, messages } = api();
      const answer = await post('availability', { ...call, query: { mode, ...call.query } });
      expect(answer).toMatchObject({ status: 400, body: { error: { message }, status: 'failure' } });
      expect(messages).toEqual([]);
      expect(hub.actions).toEqual([]);
    }
  });

  it('is refused for a kind that the supplier may not post', async () => {
    const { post, messages } = api({ supplier: aSupplier({ documents: ['price', 'catalog'] }) });
    for (const mode of ['async', 'sync']) {
      expect(await post('availability', { body: availability(1), query: { mode } })).toMatchObject({
        status: 403,
        body: { error: { message: 'User Not Authorized', detail: 'The supplier may not post availability' } },
      });
    }
    expect(messages).toEqual([]);
  });
});

describe('a call in synchronous mode', () => {
  it('answers each document that failed, and records what failed', async () => {
    const { post, messages } = api();
    const [wrong, ...others] = availability(1, 1).root;
    const root = [{ ...wrong, products: [{ sku: 'SKU-9' }] }, ...others];
    const { status, body } = await post('availability', { body: { root }, query: { mode: 'sync' } });
    expect(status).toBe(200);
    expect(body.result.response[0]).toMatchObject({
      customer_id: 'CUST-1',
      third_party_import_id: 'IMP-0',
      status_code: 'failure',
      error_response_body: [{ sku: 'SKU-9', error_message: expect.stringContaining('Available units\n') }],
    });
    expect(messages).toEqual([]);
    expect(hub.actions).toContain('PutItem');
  });

  it('says so when time runs out, so that the supplier repeats it', async () => {
    let nowMs = NOW_MS;
    const { post } = api({ clock: () => (nowMs += 15_000) });
    expect(await post('availability', { body: availability(1, 1, 1), query: { mode: 'sync' } })).toMatchObject({
      status: 503,
      body: { error: { message: 'The call takes too long' }, status: 'failure' },
    });
  });
});
