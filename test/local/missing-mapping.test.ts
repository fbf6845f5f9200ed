import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { approve, create, dock, sapOrders, synced } from './support/requests.ts';

/** A hub of its own: its integration is disabled, and a mapping is missing. */
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

const SAP = '/v1/integrations/sap';
const MAPPING = `${SAP}/mappings/cost_center/${dock.cost_center}`;
const REQUESTS = 3;
const CODE = 'mapping.cost_center_missing';

async function admin(method: string, path: string, body?: object) {
  const response = await hub.api(method, path, { token: hub.info.tokens.admin, ...(body && { body }) });
  if (response.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(response.body)}`);
  return response.body;
}

/** Enables or disables the integration, which keeps its settings and credentials. */
async function setEnabled(enabled: boolean): Promise<void> {
  const { settings, routing } = await admin('GET', SAP);
  await admin('PUT', SAP, { enabled, settings, routing });
}

it('a cost center without mapping fails its orders in words, and its mapping and one retry order each once', async () => {
  const { data } = await admin('GET', `${SAP}/mappings?kind=cost_center&limit=100`);
  const { value } = data.find(({ key }: { key: string }) => key === dock.cost_center);
  const before = (await sapOrders(hub)).length;
  const ids = await Promise.all(Array.from({ length: REQUESTS }, () => create(hub)));
  await setEnabled(false);
  for (const id of ids) expect((await approve(hub, id)).status).toBe(200);
  await eventually(async () => (await admin('GET', `${SAP}/health`)).backlog === REQUESTS, { deadline: 30_000 });

  await admin('DELETE', MAPPING);
  await setEnabled(true);
  await admin('POST', `${SAP}/resume`, {});
  const found = await eventually(
    async () => {
      const { count, sync_job_ids } = await admin('POST', '/v1/sync/retry', { code: CODE, dry_run: true });
      return count === REQUESTS && sync_job_ids;
    },
    { deadline: 90_000, every: 250 },
  );
  // The index lags, and on a bad day it may go back to what it was.
  const listed = await eventually(async () => {
    const { data: records } = await admin('GET', '/v1/sync/records?partner=sap&state=failed');
    expect(records.map(({ sync_job_id }: { sync_job_id: string }) => sync_job_id)).toEqual(found);
    return records;
  });
  for (const { last_error, action } of listed) {
    expect(last_error).toMatchObject({ code: CODE, message: expect.stringContaining(dock.cost_center) });
    expect(action).toContain('mapping');
  }
  await eventually(async () => {
    expect(await admin('GET', '/v1/health')).toMatchObject({ status: 'degraded', needs_attention: REQUESTS });
    return true;
  });

  await admin('PUT', MAPPING, { value });
  let retried = 0;
  await eventually(async () => {
    retried += (await admin('POST', '/v1/sync/retry', { code: CODE })).count ?? 0;
    return retried >= REQUESTS;
  });
  for (const id of ids) await synced(hub, id, { deadline: 60_000 });
  expect(await sapOrders(hub)).toHaveLength(before + REQUESTS);
  await eventually(async () => (await admin('GET', '/v1/health')).needs_attention === 0);
}, 240_000);
