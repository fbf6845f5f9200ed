import { beforeEach, describe, expect, it } from '@jest/globals';
import { FAILURES, historyOf, runningCoupa } from './coupa-client.ts';

const coupa = runningCoupa();
beforeEach(async () => {
  await coupa.reset();
  await coupa.createIntegration();
});

const MARK = 'exported=true&fields=["id","exported"]';
const RECORD = 'fields=["id","document-id","status"]';
const OPEN = 'fields=["id","document-id","status","resolved"]';

function unresolved(path: string, id: number, more = ''): string {
  return `${path}?resolved=false&document-type=OrderHeader&document-id=${id}${more}`;
}

describe('option 1: monitoring by a custom field', () => {
  it.each(['Success', 'Error'])('lists, marks as exported and reports %s', async (word) => {
    const id = await coupa.createOrder();
    await coupa.createOrders({ status: 'draft' }, { exported: true });

    const query = 'filter=erp&offset=0&exported=false&show_deleted_lines=true&status[in]=issued,canceled,closed';
    expect((await coupa.get(`purchase_orders?${query}`)).json).toMatchObject([{ id, exported: false, version: 1 }]);

    const marked = await coupa.api('PUT', `purchase_orders/${id}?${MARK}`);
    expect(marked).toMatchObject({ status: 200, json: { id, exported: true } });
    expect(Object.keys(marked.json)).toEqual(['id', 'exported']);

    const text = `${word}: The PO was properly replicated in your ERP`;
    const fields = encodeURIComponent('["id","exported",{ "custom_fields": {} }]');
    const reported = await coupa.api('PUT', `purchase_orders/${id}?fields=${fields}`, {
      'custom-fields': { 'cf-integration-status': text },
    });
    const custom = { 'cf-integration-status': text, 'integration-status': null };
    expect(reported.json).toEqual({ id, exported: true, 'custom-fields': custom });
    expect(await coupa.ids(`purchase_orders?${query}`)).toEqual([]);
  });
});

describe('option 2: monitoring by integration history', () => {
  const query = 'exported=false&show_deleted_lines=true&status[in]=buyer_hold,issued,canceled,closed,soft_closed';

  it('records an error with an alert, and after a change in Coupa resolves it and records the success', async () => {
    const id = await coupa.createOrder();
    expect(await coupa.ids(`purchase_orders?${query}`)).toEqual([id]);
    await coupa.api('PUT', `purchase_orders/${id}?${MARK}`);
    expect((await coupa.get(unresolved('integration_history_records', id, `&${OPEN}`))).json).toEqual([]);

    const body = historyOf(id, { status: 'Error', responses: FAILURES });
    const failed = await coupa.api('POST', `integration_history_records/create_alert?${RECORD}`, body);
    expect(failed).toMatchObject({ status: 201 });
    expect(failed.json).toEqual({ id: expect.any(Number), 'document-id': id, status: 'Error' });
    expect((await coupa.state()).alerts).toMatchObject([
      {
        'integration-history-record': { id: failed.json.id, 'document-id': id, responses: FAILURES },
        contacts: [{ 'contact-alert-type': 'Functional', 'contactable-id': 9 }],
      },
    ]);

    await coupa.control('PATCH', `orders/${id}`, { 'order-lines': [{ 'line-num': '1', price: 180 }] });
    expect((await coupa.get(`purchase_orders?${query}`)).json).toMatchObject([{ id, version: 2, total: '1800.00' }]);
    await coupa.api('PUT', `purchase_orders/${id}?${MARK}`);
    const open = await coupa.get(unresolved('integration_history_records', id, `&${OPEN}`));
    expect(open.json).toEqual([{ id: failed.json.id, 'document-id': id, status: 'Error', resolved: false }]);
    const resolved = await coupa.api('PUT', `integration_history_records/${failed.json.id}/resolve?${OPEN}`);
    expect(resolved.json).toEqual([{ ...open.json[0], resolved: true }]);

    const success = await coupa.api('POST', `integration_history_records?${RECORD}`, historyOf(id));
    expect(success).toMatchObject({ status: 201, json: { 'document-id': id, status: 'Success' } });
    expect((await coupa.state()).alerts).toHaveLength(1);
  });
});

describe('option 3: integration runs', () => {
  async function start(orders: number): Promise<number> {
    const run = await coupa.api('POST', 'integration_runs', { integration: { code: 'PO_TO_ERP' } });
    expect(run).toMatchObject({
      status: 201,
      json: { status: 'pending', integration: { code: 'PO_TO_ERP' }, 'start-time': null },
    });
    const started = await coupa.api('PUT', `integration_runs/${run.json.id}/run`, { total_records: orders });
    expect(started).toMatchObject({
      status: 200,
      json: { id: run.json.id, status: 'running', 'total-records': orders },
    });
    return run.json.id;
  }

  function errorOf(id: number, run: number) {
    const { integration: _, ...body } = historyOf(id, { status: 'Error', responses: FAILURES });
    return { ...body, 'integration-run-id': String(run) };
  }

  it('succeeds with a history record of each order', async () => {
    const id = await coupa.createOrder();
    const run = await start(1);
    await coupa.api('PUT', `purchase_orders/${id}?${MARK}`);
    const body = historyOf(id, { 'integration-run': { id: run } });
    const record = await coupa.api('POST', `integration_history_records?${RECORD}`, body);
    expect(record.json).toMatchObject({ 'document-id': id, status: 'Success' });

    const ended = await coupa.api('PUT', `integration_runs/${run}/success`);
    expect(ended.json).toMatchObject({ id: run, status: 'successful', 'end-time': expect.any(String) });
  });

  it('shows the error of an order with its alert, and ends as errored until the error is resolved', async () => {
    const id = await coupa.createOrder();
    const run = await start(1);
    await coupa.api('PUT', `purchase_orders/${id}?${MARK}`);
    const error = await coupa.api('POST', 'integration_errors/create_alert', errorOf(id, run));
    expect(error).toMatchObject({ status: 201, json: { 'document-id': id, status: 'Error', resolved: false } });
    expect((await coupa.state()).alerts).toMatchObject([
      { 'integration-error': { 'document-id': id }, contacts: [{ 'contact-alert-type': 'Functional' }] },
    ]);
    const ended = await coupa.api('PUT', `integration_runs/${run}/success`);
    expect(ended.json).toMatchObject({ status: 'errored' });

    const open = await coupa.get(unresolved('integration_errors', id));
    expect(open.json).toMatchObject([{ id: error.json.id, 'document-type': 'OrderHeader', resolved: false }]);
    const resolved = await coupa.api('PUT', `integration_errors/${error.json.id}/resolve`);
    expect(resolved.json).toMatchObject([{ id: error.json.id, resolved: true }]);
    expect((await coupa.get(unresolved('integration_errors', id))).json).toEqual([]);

    const next = await start(1);
    expect((await coupa.api('PUT', `integration_runs/${next}/success`)).json).toMatchObject({ status: 'successful' });
  });

  it('fails after a general failure, also before it has started', async () => {
    const running = await start(3);
    expect((await coupa.api('PUT', `integration_runs/${running}/fail`)).json).toMatchObject({
      id: running,
      status: 'failed',
    });
    const pending = await coupa.api('POST', 'integration_runs', { integration: { code: 'PO_TO_ERP' } });
    const failed = await coupa.api('PUT', `integration_runs/${pending.json.id}/fail`);
    expect(failed.json).toMatchObject({ status: 'failed' });
  });
});
