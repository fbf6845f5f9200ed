import { beforeAll, describe, expect, it } from '@jest/globals';
import { KINDS, type Kind } from '../../core/domain/spendint/document.ts';
import { usernameOf } from '../../core/domain/supplier.ts';
import { hashPassword, newPassword } from '../../core/runtime/passwords.ts';
import { supplierItem } from '../../core/store/suppliers.ts';
import { eventually } from './support/eventually.ts';
import { call, type HttpResponse } from './support/http.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { putItem } from './support/operator.ts';

const SUPPLIER_ID = 'SUP-API';
const PASSWORD = newPassword();

let hub: TestHub;
beforeAll(async () => {
  hub = await sharedHub();
  await putItem(hub, {
    ...supplierItem({
      org_id: hub.info.org,
      supplier_id: SUPPLIER_ID,
      name: 'Supplier of the tests',
      vendor_id: null,
      enabled: true,
      documents: [...KINDS],
      requests_per_minute: 30_000,
      credentials: [{ ...(await hashPassword(PASSWORD)), until: null }],
      created_at: 1,
      updated_at: 1,
      version: 1,
    }),
  });
}, 60_000);

interface Post {
  readonly mode?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function post(kind: Kind, body: unknown, { mode = 'async', password = PASSWORD, headers = {} }: Post = {}) {
  const username = usernameOf({ org_id: hub.info.org, supplier_id: SUPPLIER_ID });
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const url = `${hub.info.api}/api/sn_spend_intg/spendint/${kind}?mode=${mode}`;
  return call('POST', url, body, { authorization, ...headers });
}

const DOCUMENT = { customer_id: 'CUST-1', supplier_id: SUPPLIER_ID, third_party_import_id: 'IMP-1' };
const SUCCESS = { result: { response: 'success' } };

/** A text after which the body of a call is so long. */
function padded(document: object, length: number): string {
  return JSON.stringify({ root: [document] }).padEnd(length, ' ');
}

/** The lines of the import for this supplier. */
function imported(): string[] {
  return hub.logs('import').filter((line) => line.includes(`"${SUPPLIER_ID}"`));
}

function summary({ status, body }: HttpResponse) {
  return { status, body };
}

describe('the API of suppliers', () => {
  it.each(KINDS)('answers what is wrong with a document of %s, and accepts it in asynchronous mode', async (kind) => {
    const answer = await post(kind, { root: [DOCUMENT] }, { mode: 'sync' });
    expect(answer).toMatchObject({
      status: 200,
      body: { result: { response: [{ ...DOCUMENT, status_code: 'failure' }] } },
    });
    expect(await post(kind, { root: [DOCUMENT] })).toMatchObject({ status: 200, body: SUCCESS });
  });

  it('applies what it has accepted, also a body that no message holds', async () => {
    const before = imported().length;
    expect(await post('price', padded(DOCUMENT, 1_500_000))).toMatchObject({ status: 200, body: SUCCESS });
    await eventually(() => imported().length > before);
    expect(imported().filter((line) => line.includes('"ERROR"'))).toEqual([]);
  });

  it('asks for a password, and refuses a wrong one in the same words', async () => {
    const missing = await call('POST', `${hub.info.api}/api/sn_spend_intg/spendint/price`, { root: [DOCUMENT] });
    expect(missing).toMatchObject({ status: 401, body: { error: { message: 'User Not Authenticated' } } });
    expect(missing.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    const wrong = await post('price', { root: [DOCUMENT] }, { password: 'wrong' });
    expect(summary(wrong)).toEqual(summary(missing));
  });

  it('has 404 in its own shape, also for another method', async () => {
    for (const [method, path] of [
      ['POST', '/api/sn_spend_intg/spendint/order'],
      ['GET', '/api/sn_spend_intg/spendint/price'],
    ] as const) {
      expect(await call(method, hub.info.api + path)).toMatchObject({
        status: 404,
        body: { error: { detail: path }, status: 'failure' },
      });
    }
  });

  it('refuses what is too large for a function, or for API Gateway, with 413', async () => {
    for (const length of [6_500_000, 11_000_000]) {
      expect(await post('price', padded(DOCUMENT, length))).toMatchObject({ status: 413 });
    }
  });
});
