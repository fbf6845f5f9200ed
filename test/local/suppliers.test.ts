import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpResponse } from './support/http.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { provisionOrganization } from './support/requests.ts';
import { supplierOf } from './support/suppliers.ts';

const ORG = 'org_ofSuppliers';
let hub: TestHub;
let token: string;
beforeAll(async () => {
  hub = await sharedHub();
  token = await hub.token({ user: 'usr_admin', org: ORG, roles: 'procurement_admin' });
  await provisionOrganization(hub, ORG);
});

function call(method: string, path: string, body?: object, headers = {}): Promise<HttpResponse> {
  return hub.api(method, `/v1/suppliers${path}`, { token, headers, ...(body && { body }) });
}

describe('a supplier', () => {
  it('is created, gets another password, and is disabled', async () => {
    const created = await call('POST', '', { supplier_id: 'SUP-7', name: 'Seven' });
    expect(created).toMatchObject({ status: 201, body: { username: `${ORG}/SUP-7`, enabled: true } });
    const rotated = await call('POST', '/SUP-7/rotate', { overlap_seconds: 3600 });
    expect(rotated.status).toBe(200);
    expect(rotated.body.password).not.toBe(created.body.password);
    expect(await call('POST', '', { supplier_id: 'SUP-7', name: 'Seven' })).toMatchObject({ status: 409 });
    const stale = await call('PATCH', '/SUP-7', { enabled: false }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { current_version: 2 } });
    expect(await call('PATCH', '/SUP-7', { enabled: false })).toMatchObject({ status: 200 });
    const { password: _, ...shown } = rotated.body;
    expect((await call('GET', '')).body.data).toEqual([{ ...shown, enabled: false, updated_at: expect.any(Number) }]);
  });

  it('of the example organization is in hub.json, which only its owner reads', async () => {
    const { username, password } = supplierOf(hub, 'SUP-1004');
    expect([username, password]).toEqual([`${hub.info.org}/SUP-1004`, expect.stringMatching(/^[0-9A-Za-z]{32}$/)]);
    expect(statSync(join(hub.dataDirectory, 'hub.json')).mode & 0o777).toBe(0o600);
    const { body } = await hub.api('GET', '/v1/suppliers/SUP-1004', { token: hub.info.tokens.admin });
    expect(body).toMatchObject({ username, vendor_id: 'vnd_5pRtH5jN2cEm' });
  });
});
