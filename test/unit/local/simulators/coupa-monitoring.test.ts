import { beforeEach, describe, expect, it } from '@jest/globals';
import { historyOf, type Json, runningCoupa } from './coupa-client.ts';

const coupa = runningCoupa();
beforeEach(async () => {
  await coupa.reset();
  await coupa.createIntegration();
  await coupa.createOrders({}, {});
});

const post = (path: string, body: unknown) => coupa.api('POST', path, body);
const put = (path: string, body?: unknown) => coupa.api('PUT', path, body);

async function createRun(): Promise<number> {
  return (await post('integration_runs', { integration: { code: 'PO_TO_ERP' } })).json.id;
}

describe('a run', () => {
  it.each<[string[], string, number]>([
    [[], 'success', 400],
    [[], 'fail', 200],
    [['run'], 'run', 400],
    [['run'], 'success', 200],
    [['run'], 'fail', 200],
    [['run', 'success'], 'success', 400],
    [['run', 'success'], 'fail', 400],
    [['run', 'success'], 'run', 400],
    [['run', 'fail'], 'fail', 400],
    [['run', 'fail'], 'success', 400],
  ])('after %j answers %s with %i', async (before, action, status) => {
    const id = await createRun();
    for (const step of before) expect((await put(`integration_runs/${id}/${step}`)).status).toBe(200);
    const { json: old } = await coupa.get(`integration_runs/${id}`);
    const reply = await put(`integration_runs/${id}/${action}`);
    expect(reply.status).toBe(status);
    if (status === 200) return;
    expect(reply.json.errors.integration_run).toEqual([expect.stringContaining(action)]);
    expect((await coupa.get(`integration_runs/${id}`)).json).toEqual(old);
  });

  it.each([
    ['errored', 200, 'errored'],
    ['successful', 200, 'successful'],
    ['rejected', 400, 'running'],
  ])('with an error ends, for successWithErrors %s, with %i as %s', async (successWithErrors, status, expected) => {
    await coupa.control('POST', 'settings', { successWithErrors });
    const id = await createRun();
    await put(`integration_runs/${id}/run`, { 'total-records': '3', records_processed: 1 });
    await post('integration_errors', { 'contact-alert-type': 'Technical', 'integration-run': { id } });
    expect((await put(`integration_runs/${id}/success`)).status).toBe(status);
    expect((await coupa.get(`integration_runs/${id}`)).json).toMatchObject({
      ...{ status: expected, 'total-records': 3, 'records-processed': 1, integration: { code: 'PO_TO_ERP' } },
    });
    expect(await coupa.ids(`integration_runs?status=${expected}`)).toEqual([id]);
  });

  it.each<[unknown, string]>([
    [{}, "Integration can't be blank"],
    [{ integration: { code: 'OTHER' } }, "Integration can't be found"],
    [{ integration: {} }, "Integration can't be found"],
    [{ integration: 'PO_TO_ERP' }, 'Integration is invalid'],
    [{ integration: { code: 'PO_TO_ERP' }, 'total-records': 'many' }, 'Total records is invalid'],
  ])('is not created by %j', async (body, message) => {
    const reply = await post('integration_runs', body);
    expect(reply).toMatchObject({ status: 400, json: { errors: { integration_run: [message] } } });
    expect(await coupa.ids('integration_runs')).toEqual([]);
  });
});

describe('a record', () => {
  const path = 'integration_history_records';

  it.each<[Json, string]>([
    [{ 'document-type': null }, "Document type can't be blank"],
    [{ 'document-id': undefined }, "Document id can't be blank"],
    [{ 'contact-alert-type': undefined }, "Contact alert type can't be blank"],
    [{ 'document-type': 'Order' }, 'Document type is not included in the list'],
    [{ 'contact-alert-type': 'All' }, 'Contact alert type is not included in the list'],
    [{ 'document-id': 'abc' }, 'Document id is invalid'],
    [{ 'document-id': 4713 }, "Document can't be found"],
    [{ 'document-revision': 1.5 }, 'Document revision is invalid'],
    [{ status: 7 }, 'Status is invalid'],
    [{ status: 'x'.repeat(256) }, 'Status is too long (maximum is 255 characters)'],
    [{ 'document-status': 'x'.repeat(256) }, 'Document status is too long (maximum is 255 characters)'],
    [{ 'external-id': 'x'.repeat(256) }, 'External id is too long (maximum is 255 characters)'],
    [{ responses: { 'response-code': 'x' } }, 'Responses is invalid'],
    [{ responses: ['x'] }, 'Responses is invalid'],
    [{ responses: Array(1000).fill({}) }, 'Responses is too long'],
    [
      { responses: [{ 'response-code': 'x'.repeat(256) }] },
      'Responses response code is too long (maximum is 255 characters)',
    ],
    [{ integration: { code: 'OTHER' } }, "Integration can't be found"],
    [{ 'integration-run': { id: 7 } }, "Integration run can't be found"],
    [{ 'integration-run-id': '7' }, "Integration run can't be found"],
  ])('is not created with %j', async (changes, message) => {
    for (const way of [path, `${path}/create_alert`]) {
      const reply = await post(way, historyOf(4711, changes));
      expect(reply.status).toBe(400);
      expect(reply.json.errors.integration_history_record).toContain(message);
    }
    expect(await coupa.state()).toMatchObject({ integration_history_records: [], alerts: [] });
  });

  it('has texts of 255 characters, messages without limit, and ids for its responses', async () => {
    const text = 'x'.repeat(255);
    const responses = [{ response_code: text, response_message: 'y'.repeat(3000) }, {}];
    const created = await post(path, historyOf(4711, { status: text, responses }));
    expect(created).toMatchObject({ status: 201, json: { status: text, resolved: false, 'integration-run': null } });
    expect(created.json.integration).toEqual({ id: 1, code: 'PO_TO_ERP', name: 'Purchase orders to ERP' });
    expect(created.json.responses).toMatchObject([{ id: 501_001, 'response-code': text }, { id: 501_002 }]);
  });

  it.each(['integration_history_records', 'integration_errors'])('of %s is resolved once, by default', async (kind) => {
    const run = await createRun();
    const { id } = (await post(kind, historyOf(4711, { 'integration-run': { id: run } }))).json;
    expect((await put(`${kind}/${id}/resolve`)).json).toMatchObject([{ id, resolved: true, status: 'Success' }]);
    const again = await put(`${kind}/${id}/resolve`);
    expect(again).toMatchObject({ status: 400, json: { errors: { [kind.slice(0, -1)]: [expect.any(String)] } } });
    expect(await coupa.ids(`${kind}?resolved=true&document_id=4711`)).toEqual([id]);

    await coupa.control('POST', 'settings', { resolveReturns: 'object', secondResolve: 'accepted' });
    expect((await put(`${kind}/${id}/resolve`)).json).toMatchObject({ id, resolved: true });
    const other = (await post(kind, historyOf(4712, { 'integration-run': { id: run } }))).json.id;
    expect((await put(`${kind}/${other}/resolve`)).json).toMatchObject({ id: other, resolved: true });
  });

  it('is shown by its order until it is resolved', async () => {
    const { id } = (await post(path, historyOf(4711, { status: 'Error' }))).json;
    await post(path, historyOf(4711, { 'document-type': 'Supplier' }));
    const records = async (order: number) =>
      (await coupa.get(`purchase_orders/${order}`)).json['current-integration-history-records'];
    expect(await records(4711)).toMatchObject([{ id, status: 'Error', resolved: false, 'document-id': 4711 }]);
    expect(await records(4712)).toEqual([]);
    await put(`${path}/${id}/resolve`);
    expect(await records(4711)).toEqual([]);
  });

  it('that is an error needs a run and has its run’s integration', async () => {
    const body = { 'contact-alert-type': 'Technical' };
    expect((await post('integration_errors', body)).json).toEqual({
      errors: { integration_error: ["Integration run can't be blank"] },
    });
    const run = await createRun();
    const created = await post('integration_errors/create_alert', { ...body, 'integration-run-id': run });
    expect(created.json).toMatchObject({ integration: { code: 'PO_TO_ERP' }, 'integration-run-id': run });
    expect((await coupa.state()).alerts).toMatchObject([{ contacts: [{ 'contact-alert-type': 'Technical' }] }]);
  });

  it('alerts all contacts of its integration when it is for both, and none of another', async () => {
    await post(`${path}/create_alert`, historyOf(4711, { 'contact-alert-type': 'Both' }));
    await post(`${path}/create_alert`, historyOf(4711, { integration: undefined }));
    const { alerts } = await coupa.state();
    expect(alerts.map(({ contacts }: { contacts: unknown[] }) => contacts.length)).toEqual([2, 0]);
  });
});

describe('an integration', () => {
  const other = {
    ...{ name: 'Other', code: 'OTHER', 'business-object': 'Invoice', direction: 'to_coupa' },
    ...{ 'end-system': 'ERP', 'end-system-type': 'erp', 'integration-type': 'api' },
  };

  it('is created, listed and read', async () => {
    const created = await post('integrations', other);
    expect(created).toMatchObject({ status: 201, json: { ...other, id: 2, standard: false } });
    expect((await coupa.get('integrations/2')).json).toEqual(created.json);
    expect(await coupa.ids('integrations?code=OTHER')).toEqual([2]);
    expect(await coupa.ids('integration_contacts?contactable_id=9')).toEqual([1, 2]);
  });

  it.each<[Json, string]>([
    [{ code: 'PO_TO_ERP' }, 'Code has already been taken'],
    [{ name: 'Purchase orders to ERP' }, 'Name has already been taken'],
    [{ name: '' }, "Name can't be blank"],
    [{ direction: 'sideways' }, 'Direction is not included in the list'],
    [{ 'end-system-type': 'toaster' }, 'End system type is not included in the list'],
    [{ 'integration-type': 'smoke' }, 'Integration type is not included in the list'],
    [{ code: 'x'.repeat(256) }, 'Code is too long (maximum is 255 characters)'],
  ])('is not created with %j', async (changes, message) => {
    const reply = await post('integrations', { ...other, ...changes });
    expect(reply).toMatchObject({ status: 400 });
    expect(reply.json.errors.integration).toContain(message);
  });

  it('has contacts with all their fields only', async () => {
    expect((await post('integration_contacts', {})).json.errors.integration_contact).toEqual([
      "Integration can't be blank",
      "Contactable type can't be blank",
      "Contactable id can't be blank",
      "Contact alert type can't be blank",
    ]);
  });
});
